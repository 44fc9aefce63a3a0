import type { RulesUse } from '../../../application/analysis/audit/announced-rules.ts';
import type { AuditReport } from '../../../application/analysis/audit/audit.ts';
import type { AuditCode, Finding } from '../../../application/analysis/audit/finding.ts';
import type { LostEntries } from '../../../application/analysis/audit/replay-state.ts';
import { centsText } from '../../../domain/shared/money.ts';
import type { Language } from './language.ts';

/** What was compared, what was expected and what was found. */
interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export interface AuditMessages {
  readonly nothingRecorded: string;
  readonly inOrder: string;
  findings(count: number): string;
  heading(report: AuditReport, verdict: string): string;
  finding(finding: Finding, comparison: Comparison): string;
  /** Of a list of sets of rules. */
  readonly rulesHeading: string;
  rules(use: RulesUse): string;
  loss(loss: LostEntries): string;
  readonly comparisons: Readonly<Record<AuditCode, (params: Finding['params']) => Comparison>>;
}

const text = (value: string | number | undefined) => String(value ?? '');

const yuan = (cents: string | number | undefined) => centsText(Number(cents ?? 0));

const time = (at: number) => new Date(at).toISOString();

/* The beginning of a hash, long enough to distinguish sets. */
const short = (hash: string) => hash.slice(0, 12);

const inLog = (log: string) => (log === 'root' ? '' : ` ${log}`);

const en: AuditMessages = {
  nothingRecorded: 'nothing is booked',
  inOrder: 'in order',
  findings: (count) => `${count} findings`,
  heading: ({ activityId, draws, users, wins, spent }, verdict) =>
    `${activityId}: ${draws} draws of ${users} users, ${wins} wins, ${yuan(spent)} spent: ${verdict}`,
  finding: ({ log, seq }, { what, expected, found }) =>
    `${seq === null ? '' : `entry ${seq}${log === 'root' ? '' : ` of segment ${log}`}: `}${what}: expected ${expected}, found ${found}`,
  rulesHeading: 'rules:',
  rules: ({ no, hash, at, draws, stretches, first, last }) =>
    `${no} ${short(hash)} from ${time(at)}: ${
      first && last
        ? `${draws} draws in ${stretches} stretches, ${time(first.at)} (${first.seq}${inLog(first.log)}) to ${time(last.at)} (${last.seq}${inLog(last.log)})`
        : 'no draws'
    }`,
  loss: ({ log, from, to, at }) =>
    `accepted on ${time(at)}: entries ${from} to ${to}${log === 'root' ? '' : ` of segment ${log}`} are lost`,
  comparisons: {
    entries_missing: ({ from, to }) => ({
      what: 'missing from the log',
      expected: from === to ? `entry ${from}` : `entries ${from} to ${to}`,
      found: 'nothing',
    }),
    log_end_missing: ({ expected, found }) => ({
      what: 'missing from the end of the log',
      expected: `entries up to ${expected}`,
      found: `entries up to ${found}`,
    }),
    archive_differs: ({ expected, found }) => ({
      what: 'another entry than the archive has',
      expected: text(expected),
      found: text(found),
    }),
    archive_ahead: ({ expected, found }) => ({
      what: 'missing from the log, and archived',
      expected: `entries up to ${expected}`,
      found: `entries up to ${found}`,
    }),
    draw_id_twice: ({ drawId }) => ({
      what: 'draw id used twice',
      expected: 'a new one',
      found: text(drawId),
    }),
    request_id_twice: ({ uid, requestId }) => ({
      what: `request id used twice by user ${uid}`,
      expected: 'a new one',
      found: text(requestId),
    }),
    draw_number: ({ uid, expected, found }) => ({
      what: `draw number of user ${uid}`,
      expected: text(expected),
      found: text(found),
    }),
    counter: ({ prize, expected, found }) => ({
      what: `counter of prize ${prize}`,
      expected: `${expected}, by the log`,
      found: text(found),
    }),
    spent: ({ expected, found }) => ({
      what: 'sum of what was spent',
      expected: `${yuan(expected)}, by the log`,
      found: yuan(found),
    }),
    unit: ({ prize, expected, found }) => ({
      what: `unit of prize ${prize}`,
      expected: text(expected),
      found: text(found),
    }),
    unit_twice: ({ prize, unit }) => ({
      what: `unit of prize ${prize} awarded twice`,
      expected: 'a new one',
      found: text(unit),
    }),
    cost: ({ prize, expected, found }) => ({
      what: `cost of prize ${prize}`,
      expected: yuan(expected),
      found: yuan(found),
    }),
    budget: ({ expected, found }) => ({
      what: 'budget',
      expected: `at most ${yuan(expected)} spent`,
      found: yuan(found),
    }),
    account: ({ uid, field, expected, found }) => ({
      what: `${field} of user ${uid}`,
      expected: `${text(expected) || 'none'}, by the log`,
      found: text(found) || 'none',
    }),
    account_prizes: ({ uid, expected, found }) => ({
      what: `prizes of user ${uid}`,
      expected: text(expected) || 'none, by the log',
      found: text(found) || 'none',
    }),
    no_account: ({ uid, draws }) => ({
      what: `account of user ${uid}`,
      expected: `${draws} draws, by the log`,
      found: 'no account',
    }),
    seed: ({ count, found }) => ({ what: 'seed', expected: `one of ${count}`, found: `number ${found}` }),
    local_day: ({ expected, found }) => ({
      what: 'local day of the draw',
      expected: text(expected),
      found: text(found),
    }),
    time: ({ at, phase }) => ({
      what: 'time of the draw',
      expected: 'inside the window',
      found: `${at}, ${phase}`,
    }),
    chances: ({ uid }) => ({ what: `chances of user ${uid}`, expected: 'at least one left', found: 'none' }),
    prize: ({ drawId, uid, expected, found }) => ({
      what: `prize of draw ${drawId} of user ${uid}`,
      expected: text(expected) || 'none',
      found: text(found) || 'none',
    }),
    rules_missing: ({ no }) => ({ what: 'rules', expected: `the text of set ${no}`, found: 'none' }),
    rules_changed: ({ no, hash }) => ({
      what: `rules, set ${no}`,
      expected: `a text whose SHA-256 is ${hash}`,
      found: 'another text',
    }),
    rules_invalid: ({ no, problems }) => ({
      what: `rules, set ${no}`,
      expected: 'valid ones',
      found: text(problems),
    }),
    rules_number: ({ expected, found }) => ({
      what: 'number of a set of rules',
      expected: text(expected),
      found: text(found),
    }),
    rules_chain: ({ no, expected, found }) => ({
      what: `head of the chain with set ${no} of the rules`,
      expected: text(expected),
      found: text(found),
    }),
    rules_differ: ({ no }) => ({
      what: `entry of set ${no} of the rules`,
      expected: 'one in the log, like the set in the ledger',
      found: 'none, another, or several',
    }),
    rules_late: ({ no }) => ({
      what: 'rules of the draw',
      expected: `set ${no} announced before`,
      found: 'not announced yet',
    }),
    earning_twice: ({ uid, key }) => ({
      what: `chance of user ${uid} earned twice`,
      expected: 'a new key',
      found: text(key),
    }),
    earning_key: ({ uid, key }) => ({
      what: `key of a chance of user ${uid}`,
      expected: 'a known source',
      found: text(key),
    }),
    earning_chances: ({ uid, key, found }) => ({
      what: `chances of user ${uid} for ${key}`,
      expected: 'what some set of rules gives',
      found: text(found),
    }),
    earning_limit: ({ uid, key, limit }) => ({
      what: `chances that user ${uid} earned`,
      expected: `at most ${limit}, by any set of rules`,
      found: `one more, ${key}`,
    }),
    help_twice: ({ uid }) => ({
      what: `invitations that user ${uid} followed`,
      expected: 'one',
      found: 'another',
    }),
    help_self: ({ uid }) => ({
      what: `invitation that user ${uid} followed`,
      expected: "another user's",
      found: 'the own one',
    }),
    help_missing: ({ uid, inviter }) => ({
      what: `chance of user ${inviter} for inviting ${uid}`,
      expected: 'an entry that the friend came',
      found: 'none, or for another user',
    }),
    help_open: ({ uid, inviter }) => ({
      what: `invitation of ${inviter} that ${uid} followed`,
      expected: 'a chance earned by it',
      found: 'none',
    }),
  },
};

const phases: Readonly<Record<string, string>> = {
  not_started: '未开始',
  running: '进行中',
  ended: '已结束',
};

const zh: AuditMessages = {
  nothingRecorded: '没有任何抽奖记录',
  inOrder: '账目无误',
  findings: (count) => `发现 ${count} 处问题`,
  heading: ({ activityId, draws, users, wins, spent }, verdict) =>
    `${activityId}：${users} 位用户抽奖 ${draws} 次，中奖 ${wins} 次，花费 ${yuan(spent)} 元：${verdict}`,
  finding: ({ log, seq }, { what, expected, found }) =>
    `${seq === null ? '' : `${log === 'root' ? '' : `分片 ${log} `}第 ${seq} 条记录：`}${what}：应为 ${expected}，实为 ${found}`,
  rulesHeading: '规则：',
  rules: ({ no, hash, at, draws, stretches, first, last }) =>
    `${no} ${short(hash)} 自 ${time(at)}：${
      first && last
        ? `抽奖 ${draws} 次，分 ${stretches} 段，${time(first.at)}（${first.seq}${inLog(first.log)}）至 ${time(last.at)}（${last.seq}${inLog(last.log)}）`
        : '没有抽奖'
    }`,
  loss: ({ log, from, to, at }) =>
    `${time(at)} 已确认丢失：${log === 'root' ? '' : `分片 ${log} `}第 ${from} 至 ${to} 条记录`,
  comparisons: {
    entries_missing: ({ from, to }) => ({
      what: '日志缺少记录',
      expected: from === to ? `第 ${from} 条` : `第 ${from} 至 ${to} 条`,
      found: '没有',
    }),
    log_end_missing: ({ expected, found }) => ({
      what: '日志末尾缺少记录',
      expected: `到第 ${expected} 条`,
      found: `到第 ${found} 条`,
    }),
    archive_differs: ({ expected, found }) => ({
      what: '与归档中的记录不同',
      expected: text(expected),
      found: text(found),
    }),
    archive_ahead: ({ expected, found }) => ({
      what: '已归档而日志中缺少的记录',
      expected: `到第 ${expected} 条`,
      found: `到第 ${found} 条`,
    }),
    draw_id_twice: ({ drawId }) => ({ what: '抽奖编号重复', expected: '新编号', found: text(drawId) }),
    request_id_twice: ({ uid, requestId }) => ({
      what: `用户 ${uid} 的请求编号重复`,
      expected: '新编号',
      found: text(requestId),
    }),
    draw_number: ({ uid, expected, found }) => ({
      what: `用户 ${uid} 的抽奖序号`,
      expected: text(expected),
      found: text(found),
    }),
    counter: ({ prize, expected, found }) => ({
      what: `奖品 ${prize} 的计数`,
      expected: `${expected}（按日志）`,
      found: text(found),
    }),
    spent: ({ expected, found }) => ({
      what: '花费合计',
      expected: `${yuan(expected)}（按日志）`,
      found: yuan(found),
    }),
    unit: ({ prize, expected, found }) => ({
      what: `奖品 ${prize} 的序号`,
      expected: text(expected),
      found: text(found),
    }),
    unit_twice: ({ prize, unit }) => ({
      what: `奖品 ${prize} 的序号重复发放`,
      expected: '新序号',
      found: text(unit),
    }),
    cost: ({ prize, expected, found }) => ({
      what: `奖品 ${prize} 的单价`,
      expected: yuan(expected),
      found: yuan(found),
    }),
    budget: ({ expected, found }) => ({
      what: '预算',
      expected: `最多花费 ${yuan(expected)}`,
      found: yuan(found),
    }),
    account: ({ uid, field, expected, found }) => ({
      what: `用户 ${uid} 的 ${field}`,
      expected: `${text(expected) || '没有'}（按日志）`,
      found: text(found) || '没有',
    }),
    account_prizes: ({ uid, expected, found }) => ({
      what: `用户 ${uid} 的奖品`,
      expected: text(expected) || '没有（按日志）',
      found: text(found) || '没有',
    }),
    no_account: ({ uid, draws }) => ({
      what: `用户 ${uid} 的账户`,
      expected: `${draws} 次抽奖（按日志）`,
      found: '没有账户',
    }),
    seed: ({ count, found }) => ({ what: '种子', expected: `${count} 个之一`, found: `第 ${found} 号` }),
    local_day: ({ expected, found }) => ({ what: '抽奖日期', expected: text(expected), found: text(found) }),
    time: ({ at, phase }) => ({
      what: '抽奖时间',
      expected: '在活动时间内',
      found: `${at}（${phases[text(phase)] ?? text(phase)}）`,
    }),
    chances: ({ uid }) => ({ what: `用户 ${uid} 的抽奖次数`, expected: '至少还剩一次', found: '没有剩余' }),
    prize: ({ drawId, uid, expected, found }) => ({
      what: `用户 ${uid} 的抽奖 ${drawId} 所得奖品`,
      expected: text(expected) || '没有',
      found: text(found) || '没有',
    }),
    rules_missing: ({ no }) => ({ what: '规则', expected: `第 ${no} 套的原文`, found: '没有' }),
    rules_changed: ({ no, hash }) => ({
      what: `第 ${no} 套规则`,
      expected: `SHA-256 为 ${hash} 的原文`,
      found: '另一份文本',
    }),
    rules_invalid: ({ no, problems }) => ({
      what: `第 ${no} 套规则`,
      expected: '有效的规则',
      found: text(problems),
    }),
    rules_number: ({ expected, found }) => ({
      what: '规则的套号',
      expected: text(expected),
      found: text(found),
    }),
    rules_chain: ({ no, expected, found }) => ({
      what: `第 ${no} 套规则的链首`,
      expected: text(expected),
      found: text(found),
    }),
    rules_differ: ({ no }) => ({
      what: `第 ${no} 套规则的记录`,
      expected: '日志中有一条，与账本一致',
      found: '没有、不一致或有多条',
    }),
    rules_late: ({ no }) => ({ what: '抽奖所用规则', expected: `第 ${no} 套已先公布`, found: '尚未公布' }),
    earning_twice: ({ uid, key }) => ({
      what: `用户 ${uid} 重复领取机会`,
      expected: '新的键',
      found: text(key),
    }),
    earning_key: ({ uid, key }) => ({
      what: `用户 ${uid} 的机会来源`,
      expected: '已知的来源',
      found: text(key),
    }),
    earning_chances: ({ uid, key, found }) => ({
      what: `用户 ${uid} 凭 ${key} 领取的次数`,
      expected: '某套规则所给的次数',
      found: text(found),
    }),
    earning_limit: ({ uid, key, limit }) => ({
      what: `用户 ${uid} 领取的机会`,
      expected: `按任何一套规则最多 ${limit} 次`,
      found: `又一次，${key}`,
    }),
    help_twice: ({ uid }) => ({ what: `用户 ${uid} 接受的邀请`, expected: '一次', found: '又一次' }),
    help_self: ({ uid }) => ({ what: `用户 ${uid} 接受的邀请`, expected: '他人的邀请', found: '自己的邀请' }),
    help_missing: ({ uid, inviter }) => ({
      what: `用户 ${inviter} 因邀请 ${uid} 所得机会`,
      expected: '有好友到来的记录',
      found: '没有，或是为另一位用户',
    }),
    help_open: ({ uid, inviter }) => ({
      what: `${uid} 接受的 ${inviter} 的邀请`,
      expected: '邀请人得到机会',
      found: '没有',
    }),
  },
};

export const auditMessages: Readonly<Record<Language, AuditMessages>> = { en, zh };
