import type { SmallPage } from './small-page.ts';

/** Why there was no login. */
export const NOTICES = ['snapshot', 'declined', 'state_refused', 'code_refused', 'away', 'outside'] as const;
export type Notice = (typeof NOTICES)[number];

export interface NoticeAddresses {
  /** Begins the login anew. */
  readonly login: string;
  /** Of the page that one came from. */
  readonly back: string;
  /** The same with its origin. */
  readonly whole: string;
}

const LOG_IN_AGAIN = '重新登录';
const TO_ACTIVITY = '返回活动';

const ICONS = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20c1-3.500 4-5 7.500-5s6.500 1.500 7.500 5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.500V12l3 2',
  again: 'M20 12a8 8 0 1 1-2.500-5.800M20 3.500v4h-4',
  down: 'M12 4v15M6 13l6 6 6-6',
  bubble:
    'M12 4c5 0 8.500 3.200 8.500 7.200S17 18.500 12 18.500c-1 0-2-.1-2.900-.4L5 20l.9-3.300C4.400 15.400 3.500 13.500 3.500 11.200 3.500 7.200 7 4 12 4Z',
} as const;

/** The page of a notice, in Chinese: it is seen inside WeChat. */
export function noticePage(notice: Notice, { login, back, whole }: NoticeAddresses): SmallPage {
  const again = { text: LOG_IN_AGAIN, href: login };
  const toActivity = { text: TO_ACTIVITY, href: back };
  switch (notice) {
    case 'snapshot':
      return {
        title: '请先使用完整服务',
        paragraphs: [
          '现在看到的是微信的页面快照，还不能登录。',
          '请点屏幕最下方的「使用完整服务」，再点下面的按钮登录。',
        ],
        links: [again, toActivity],
        below: '「使用完整服务」在这里',
        icon: ICONS.down,
      };
    case 'declined':
      return {
        title: '还没有登录',
        paragraphs: ['你没有同意登录。登录以后才能参加活动，奖品也会记在你的微信账号下。'],
        links: [again, toActivity],
        icon: ICONS.person,
      };
    case 'state_refused':
      return {
        title: '这次登录已失效',
        paragraphs: ['可能已经登录过，或者等得太久。请返回活动看看，没有登录就再登录一次。'],
        // Most who see it have gone back, and are logged in.
        links: [toActivity, again],
        icon: ICONS.clock,
      };
    case 'code_refused':
      return {
        title: '登录没有完成',
        paragraphs: ['微信给的登录凭证已经用过或过期了，再登录一次就好。'],
        links: [again, toActivity],
        icon: ICONS.again,
      };
    case 'away':
      return {
        title: '微信暂时没有回应',
        paragraphs: ['不是你的问题，请过一会儿再登录一次。'],
        links: [again, toActivity],
        icon: ICONS.clock,
      };
    case 'outside':
      return {
        title: '请在微信中打开',
        paragraphs: [
          '这个活动用微信账号登录。请复制下面的地址，发到微信里（比如「文件传输助手」），再从微信里点开。',
        ],
        copied: whole,
        links: [toActivity],
        icon: ICONS.bubble,
      };
  }
}
