import { type CodeProblemCode, MOST_CODE_LINES } from '../../../application/deliveries/code-lines.ts';
import type { CodeStatus } from '../../../application/deliveries/code-status.ts';
import { MOST_CODE_CHARACTERS } from '../../../domain/deliveries/redeem-code.ts';
import type { Language } from './language.ts';

interface CodesMessages {
  readonly needsCommand: string;
  readonly noKey: string;
  noPrize(activityId: string, prizeId: string, prizes: readonly string[]): string;
  notByCode(prizeId: string): string;
  unreadable(path: string, reason: string): string;
  changed(path: string): string;
  noCodes(path: string): string;
  line(no: number, problem: string): string;
  moreProblems(count: number): string;
  refused(problems: number): string;
  added(place: string, added: number, size: number): string;
  known(count: number): string;
  usedUp(awarded: number): string;
  interrupted(done: number, reason: string): string;
  notAnnounced(reason: string): string;
  readonly heads: readonly string[];
  readonly none: string;
  /** What is to be said of a prize, without its name. */
  notes(status: CodeStatus): readonly string[];
  ofPrize(prizeId: string, note: string): string;
  badUnit(text: string): string;
  badCode(reason: string): string;
  readonly needsOneCode: string;
  readonly asksForCode: string;
  replaced(place: string, unit: number): string;
  noSuchUnit(place: string, unit: number): string;
  codeKnown(place: string): string;
  readonly problems: Readonly<Record<CodeProblemCode, (before: number) => string>>;
}

const en: CodesMessages = {
  needsCommand: 'which of them: codes import, codes status, codes replace?',
  noKey:
    'codes are sealed, and in production the keys are yours to keep: DATA_KEY_FILE names no file of keys',
  noPrize: (activityId, prizeId, prizes) =>
    `activity ${activityId} has no prize "${prizeId}"; it has: ${prizes.join(', ')}`,
  notByCode: (prizeId) =>
    `prize ${prizeId} is not delivered by code yet: its codes wait until rules.prizes.${prizeId}.delivery is {"by": "code"}`,
  unreadable: (path, reason) => `the file ${path} cannot be read: ${reason}`,
  changed: (path) => `the file ${path} was changed while it was read`,
  noCodes: (path) => `the file ${path} has no codes`,
  line: (no, problem) => `line ${no}: ${problem}`,
  moreProblems: (count) => `… and ${count} more`,
  refused: (problems) => `nothing was loaded; problems: ${problems}`,
  added: (place, added, size) => `${place}: codes loaded now: ${added}, in all: ${size}`,
  known: (count) => `loaded before, and left as they were: ${count}`,
  usedUp: (awarded) =>
    `${awarded} of this prize were awarded before it had codes: codes 1 to ${awarded} belong to those winners, ` +
    'and are won by nobody else',
  interrupted: (done, reason) =>
    `stopped (codes done: ${done}): ${reason}; the same command finishes it, and loads nothing twice`,
  notAnnounced: (reason) =>
    `the codes are loaded, but draws do not know of them yet: ${reason}; the same command announces them, and so does ` +
    'the operations process within a minute',
  heads: ['prize', 'loaded', 'announced', 'awarded', 'given', 'left'],
  none: 'no prize has codes, and none is delivered by code',
  notes: ({ loaded, announced, awarded, left }) => [
    ...(announced > loaded
      ? [
          `${announced} codes are announced and ${loaded} loaded: the record store has gone back. ` +
            'Restore a copy that has them, or load the missing ones in their order',
        ]
      : []),
    ...(announced < loaded
      ? [`${loaded - announced} codes are not announced yet; the operations process does it in a minute`]
      : []),
    ...(awarded > 0 && awarded < loaded
      ? [`codes 1 to ${awarded} belong to the winners so far; the next winner gets a later one`]
      : []),
    ...(awarded > loaded
      ? [
          `${awarded} awarded and ${loaded} codes loaded: the first ${awarded} codes belong to earlier ` +
            'winners, and more than that are needed before anyone can win it again',
        ]
      : []),
    ...(loaded > 0 && left === 0 && awarded <= loaded
      ? [`no code is left; it cannot be won until more are loaded`]
      : []),
    ...(loaded === 0 && awarded === 0 ? [`no code is loaded; it cannot be won`] : []),
  ],
  ofPrize: (prizeId, note) => `${prizeId}: ${note}`,
  badUnit: (text) => `"${text}" is no number of a code: a whole number from 1`,
  badCode: (reason) => `the new code ${reason}`,
  needsOneCode: 'must be one code, on a line of its own',
  asksForCode: 'the new code, then Enter:',
  replaced: (place, unit) => `${place}: code ${unit} was replaced; its winner sees the new one`,
  noSuchUnit: (place, unit) => `${place} has no code ${unit}`,
  codeKnown: (place) => `${place}: the new code is that of another unit, or was replaced before`,
  problems: {
    not_utf8: () =>
      'is not UTF-8 (GBK or UTF-16?); nothing after it was read. Save the file as "CSV UTF-8" or UTF-8',
    too_long: () => 'is too long',
    bad_quotes: () => 'has quotes that do not fit together',
    no_code_column: () => 'looks like the heads of several columns, and none is called "code"',
    no_code: () => 'has no code in its column',
    bad_code: () => `is no code: at most ${MOST_CODE_CHARACTERS} characters, without control characters`,
    rounded_number: () =>
      'is a number that a spreadsheet has rounded (such as 1.23E+15); export the column as text',
    repeated: (before) => `has the code of line ${before}`,
    too_many_lines: () => `is beyond the most lines of a file (${MOST_CODE_LINES}); divide it`,
  },
};

const zh: CodesMessages = {
  needsCommand: '请指定子命令：codes import、codes status 或 codes replace',
  noKey: '兑换码加密保存，生产环境的密钥由您保管：DATA_KEY_FILE 未指定密钥文件',
  noPrize: (activityId, prizeId, prizes) =>
    `活动 ${activityId} 没有奖品“${prizeId}”；现有奖品：${prizes.join('、')}`,
  notByCode: (prizeId) =>
    `奖品 ${prizeId} 尚未设置为发放兑换码：待 rules.prizes.${prizeId}.delivery 为 {"by": "code"} 后生效`,
  unreadable: (path, reason) => `无法读取文件 ${path}：${reason}`,
  changed: (path) => `文件 ${path} 在读取过程中被修改`,
  noCodes: (path) => `文件 ${path} 中没有兑换码`,
  line: (no, problem) => `第 ${no} 行：${problem}`,
  moreProblems: (count) => `…… 还有 ${count} 处`,
  refused: (problems) => `未导入任何兑换码：共 ${problems} 处问题`,
  added: (place, added, size) => `${place}：本次导入 ${added} 个，共有 ${size} 个`,
  known: (count) => `另有 ${count} 个此前已导入，保持不变`,
  usedUp: (awarded) =>
    `该奖品在有兑换码之前已中出 ${awarded} 份：第 1 至 ${awarded} 个兑换码属于这些中奖者，不会再被抽中`,
  interrupted: (done, reason) => `完成 ${done} 个后中断：${reason}；重新运行同一命令即可继续，不会重复导入`,
  notAnnounced: (reason) =>
    `兑换码已导入，但抽奖尚未获知：${reason}；重新运行同一命令即可，运营进程也会在一分钟内完成`,
  heads: ['奖品', '已导入', '已公布', '已中出', '已领取', '剩余'],
  none: '没有奖品导入过兑换码，也没有奖品设置为发放兑换码',
  notes: ({ loaded, announced, awarded, left }) => [
    ...(announced > loaded
      ? [
          `已公布 ${announced} 个，仅导入 ${loaded} 个：记录库发生了回退。请恢复完整的备份，或按原顺序补齐缺少的兑换码`,
        ]
      : []),
    ...(announced < loaded ? [`还有 ${loaded - announced} 个尚未公布，运营进程会在一分钟内完成`] : []),
    ...(awarded > 0 && awarded < loaded
      ? [`第 1 至 ${awarded} 个兑换码属于已有的中奖者，之后的中奖者获得后面的兑换码`]
      : []),
    ...(awarded > loaded
      ? [
          `已中出 ${awarded} 份，仅导入 ${loaded} 个：前 ${awarded} 个兑换码属于此前的中奖者，导入更多之后才能继续中奖`,
        ]
      : []),
    ...(loaded > 0 && left === 0 && awarded <= loaded ? [`兑换码已用完，导入更多之前不会再中出`] : []),
    ...(loaded === 0 && awarded === 0 ? [`尚未导入兑换码，不会中出`] : []),
  ],
  ofPrize: (prizeId, note) => `${prizeId}：${note}`,
  badUnit: (text) => `“${text}”不是兑换码的序号：应为从 1 开始的整数`,
  badCode: (reason) => `新兑换码有误：${reason}`,
  needsOneCode: '应为单独一行的一个兑换码',
  asksForCode: '请输入新的兑换码并回车：',
  replaced: (place, unit) => `${place}：第 ${unit} 个兑换码已更换，中奖者会看到新的兑换码`,
  noSuchUnit: (place, unit) => `${place} 没有第 ${unit} 个兑换码`,
  codeKnown: (place) => `${place}：新的兑换码已被其他序号使用，或曾被更换`,
  problems: {
    not_utf8: () => '不是 UTF-8 编码（可能是 GBK 或 UTF-16），其后的内容未读取；请另存为“CSV UTF-8”或 UTF-8',
    too_long: () => '过长',
    bad_quotes: () => '引号不匹配',
    no_code_column: () => '像是多列的表头，但没有名为“code”或“兑换码”的列',
    no_code: () => '对应的列中没有兑换码',
    bad_code: () => `不是有效的兑换码：最多 ${MOST_CODE_CHARACTERS} 个字符，不含控制字符`,
    rounded_number: () => '是被表格软件取整的数字（如 1.23E+15）；请将该列以文本格式导出',
    repeated: (before) => `与第 ${before} 行的兑换码相同`,
    too_many_lines: () => `超出单个文件的最大行数（${MOST_CODE_LINES}）；请拆分文件`,
  },
};

export const codesMessages: Readonly<Record<Language, CodesMessages>> = { en, zh };
