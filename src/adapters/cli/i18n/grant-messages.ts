import type { GrantProblem, GrantProblemCode } from '../input/grant-lines.ts';
import type { Language } from './language.ts';

interface GrantMessages {
  readonly needsAll: string;
  badUid(uid: string): string;
  unreadable(path: string, reason: string): string;
  ended(activityId: string, at: string): string;
  granted(activityId: string, granted: number, chances: number): string;
  known(count: number): string;
  refused(problems: number): string;
  moreProblems(count: number): string;
  noLines(path: string): string;
  interrupted(done: number, reason: string): string;
  changed(path: string): string;
  line(no: number, problem: string): string;
  readonly problems: Readonly<Record<GrantProblemCode, (found: string) => string>>;
}

const KEY_SIGNS = '"_", ".", ":", "-"';

const en: GrantMessages = {
  needsAll: 'give UID --key K --chances N for one user, or --file FILE.csv alone for many',
  badUid: (uid) => `"${uid}" is no uid: 1 to 128 characters without control characters`,
  unreadable: (path, reason) => `the file ${path} cannot be read: ${reason}`,
  ended: (activityId, at) => `activity ${activityId} ended at ${at}; nobody can use chances there`,
  granted: (activityId, granted, chances) =>
    `activity ${activityId}: grants recorded: ${granted}, with chances: ${chances}`,
  known: (count) => `granted before, and left as they were: ${count}`,
  refused: (problems) => `nothing was granted; problems: ${problems}`,
  moreProblems: (count) => `… and ${count} more`,
  noLines: (path) => `the file ${path} grants nothing: it has no line with a uid, a key and chances`,
  interrupted: (done, reason) =>
    `stopped (grants done: ${done}): ${reason}; the same command finishes it, and grants nothing twice`,
  changed: (path) => `the file ${path} was changed while it was read`,
  line: (no, problem) => `line ${no}: ${problem}`,
  problems: {
    not_utf8: () => 'is not UTF-8; save the file as "CSV UTF-8"',
    too_long: () => 'is too long',
    bad_quotes: (found) => `has quotes that do not fit together: ${found}`,
    not_three_columns: (found) => `needs three columns, uid,key,chances: ${found}`,
    bad_uid: (found) => `the uid must have 1 to 128 characters without control characters: "${found}"`,
    bad_key: (found) => `the key must have 1 to 64 letters, digits, ${KEY_SIGNS}: "${found}"`,
    bad_chances: (found) => `the chances must be a whole number from 1 to 10000: "${found}"`,
    repeated: (found) => `has the uid and the key of line ${found}; only one of the two would count`,
    too_many_lines: () => 'is beyond the most lines of a file; divide it',
  },
};

const zh: GrantMessages = {
  needsAll: '请为一位用户给出 UID --key K --chances N，或仅用 --file FILE.csv 批量发放',
  badUid: (uid) => `“${uid}”不是有效的 uid：应为 1 到 128 个字符，不含控制字符`,
  unreadable: (path, reason) => `无法读取文件 ${path}：${reason}`,
  ended: (activityId, at) => `活动 ${activityId} 已于 ${at} 结束，发放的机会无法使用`,
  granted: (activityId, granted, chances) =>
    `活动 ${activityId}：已发放 ${granted} 笔，共 ${chances} 次抽奖机会`,
  known: (count) => `另有 ${count} 笔此前已发放，保持不变`,
  refused: (problems) => `未发放任何机会：共 ${problems} 处问题`,
  moreProblems: (count) => `…… 还有 ${count} 处`,
  noLines: (path) => `文件 ${path} 中没有可发放的内容：需要包含 uid、key、chances 的行`,
  interrupted: (done, reason) => `完成 ${done} 笔后中断：${reason}；重新运行同一命令即可继续，不会重复发放`,
  changed: (path) => `文件 ${path} 在读取过程中被修改`,
  line: (no, problem) => `第 ${no} 行：${problem}`,
  problems: {
    not_utf8: () => '不是 UTF-8 编码；请另存为“CSV UTF-8”格式',
    too_long: () => '过长',
    bad_quotes: (found) => `引号不匹配：${found}`,
    not_three_columns: (found) => `应有三列 uid,key,chances：${found}`,
    bad_uid: (found) => `uid 应为 1 到 128 个字符，不含控制字符：“${found}”`,
    bad_key: (found) => `key 应为 1 到 64 个字母、数字或 ${KEY_SIGNS}：“${found}”`,
    bad_chances: (found) => `chances 应为 1 到 10000 的整数：“${found}”`,
    repeated: (found) => `uid 和 key 与第 ${found} 行相同，两行只会有一行生效`,
    too_many_lines: () => '超出单个文件的最大行数；请拆分文件',
  },
};

export const grantMessages: Readonly<Record<Language, GrantMessages>> = { en, zh };

export function grantProblemSentence({ code, found }: GrantProblem, language: Language): string {
  return grantMessages[language].problems[code](found);
}
