import type { Language } from './language.ts';

interface TerminalMessages {
  /** How far long work is. @param percent whole */
  progress(percent: number, done: number, of: number): string;
  timeLeft(minutes: number, seconds: number): string;
  readonly openInBrowser: string;
  more(count: number): string;
  noActivities(baseUrl: string): string;
  readonly stops: string;
  readonly console: string;
  readonly firstAccount: string;
}

const en: TerminalMessages = {
  progress: (percent, done, of) => `${percent} % (${done} of ${of})`,
  timeLeft: (minutes, seconds) =>
    minutes === 0 ? `, ${seconds} s left` : `, ${minutes} min ${seconds} s left`,
  openInBrowser: 'Open in a browser:',
  more: (count) => `… and ${count} more`,
  noActivities: (baseUrl) =>
    `nothing is published yet: put an activity into its folder, with PUBLISH=manual publish it too, then open ${baseUrl}/?id=<activity_id>`,
  stops: 'Ctrl-C stops.',
  console: 'The console, for those who run activities:',
  firstAccount: 'Make its first account here, once, within 72 hours:',
};

const zh: TerminalMessages = {
  progress: (percent, done, of) => `${percent} %（${done} / ${of}）`,
  timeLeft: (minutes, seconds) =>
    minutes === 0 ? `，还需 ${seconds} 秒` : `，还需 ${minutes} 分 ${seconds} 秒`,
  openInBrowser: '请在浏览器中打开：',
  more: (count) => `…… 还有 ${count} 个`,
  noActivities: (baseUrl) =>
    `还没有已发布的活动：请放入一个活动文件夹（PUBLISH=manual 时还需发布），然后打开 ${baseUrl}/?id=<活动编号>`,
  stops: '按 Ctrl-C 停止。',
  console: '运营人员的控制台：',
  firstAccount: '请用此链接创建首个账号（72 小时内有效，仅能使用一次）：',
};

/** Messages on a terminal around the work of a command. */
export const terminalMessages: Readonly<Record<Language, TerminalMessages>> = { en, zh };
