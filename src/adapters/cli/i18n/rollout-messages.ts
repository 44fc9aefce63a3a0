import type { Language } from './language.ts';

const en = {
  needsOne: 'give one of --percent P, --users FILE, --zones A,B, --promote and --abort',
  fileAlone: '--file belongs to --percent, --users or --zones',
  heading: (no: number, hash: string) => `What everyone has (release ${no}) → the candidate (${hash})`,
  askBegin: (no: number, who: string, id: string) => `Give release ${no} of activity ${id} to ${who}?`,
  askPromote: (no: number, id: string) => `Give release ${no} of activity ${id} to everyone?`,
  wider: (before: string, after: string) => `who has the candidate: ${before} → ${after}`,
  replaced: (no: number, who: string) =>
    `another rollout is under way: release ${no} is for ${who} now. It ends, and this text takes its place`,
  unchanged: (no: number, who: string) => `release ${no} is for ${who} already: nothing was changed`,
  unknownZones: (zones: readonly string[]) => `the activity does not admit these zones: ${zones.join(', ')}`,
  rollingOut: (id: string) => `the rollout of activity ${id} is under way`,
  promoted: (id: string) => `activity ${id} is the same for everyone again`,
  servedTo: (who: string, at: string) => `to ${who} from ${at} on`,

  unreadable: (path: string, reason: string) => `the file ${path} cannot be read: ${reason}`,
  noUsers: (path: string) => `the file ${path} names no user: it must have a uid a line`,
  tooManyUsers: (path: string, most: number) =>
    `the file ${path} has more than ${most} users; use --percent or --zones for so many`,
  line: (no: number, problem: string) => `line ${no}: ${problem}`,
  moreProblems: (count: number) => `… and ${count} more`,
  usersRefused: 'nothing was changed; correct the file first',
  problems: {
    not_utf8: () => 'is not UTF-8',
    too_long: () => 'is too long',
    bad_uid: (found: string) => `a uid must have 1 to 128 characters without control characters: "${found}"`,
  },
};

export type RolloutMessages = typeof en;

const zh: RolloutMessages = {
  needsOne: '请给出 --percent P、--users FILE、--zones A,B、--promote、--abort 中的一项',
  fileAlone: '--file 只能与 --percent、--users 或 --zones 同用',
  heading: (no, hash) => `线上第 ${no} 版 → 灰度版本（${hash}）`,
  askBegin: (no, who, id) => `确认将活动 ${id} 的第 ${no} 版灰度发布？范围：${who}`,
  askPromote: (no, id) => `确认将活动 ${id} 的第 ${no} 版转为全量？`,
  wider: (before, after) => `灰度范围：${before} → ${after}`,
  replaced: (no, who) => `已有灰度在进行：${who}正在使用第 ${no} 版，将由此内容取代`,
  unchanged: (no, who) => `第 ${no} 版已面向${who}，未作任何更改`,
  unknownZones: (zones) => `该活动不允许这些区域参与：${zones.join('、')}`,
  rollingOut: (id) => `活动 ${id} 的灰度正在进行`,
  promoted: (id) => `活动 ${id} 已转为全量`,
  servedTo: (who, at) => `${at} 起，${who}`,

  unreadable: (path, reason) => `无法读取文件 ${path}：${reason}`,
  noUsers: (path) => `文件 ${path} 中没有用户；应每行一个用户编号`,
  tooManyUsers: (path, most) => `文件 ${path} 中的用户超过 ${most} 个；请改用 --percent 或 --zones`,
  line: (no, problem) => `第 ${no} 行：${problem}`,
  moreProblems: (count) => `…… 还有 ${count} 处`,
  usersRefused: '未作任何更改；请先改正文件',
  problems: {
    not_utf8: () => '不是 UTF-8 编码',
    too_long: () => '过长',
    bad_uid: (found) => `用户编号应为 1 到 128 个字符，不含控制字符：“${found}”`,
  },
};

export const rolloutMessages: Readonly<Record<Language, RolloutMessages>> = { en, zh };
