import type { AuditCode, Finding } from '../../../application/analysis/audit/finding.ts';
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
  heading(activityId: string, draws: number, users: number, wins: number, verdict: string): string;
  /** @param seq of the log entry, or `null` */
  finding(seq: number | null, comparison: Comparison): string;
  readonly comparisons: Readonly<Record<AuditCode, (params: Finding['params']) => Comparison>>;
}

const text = (value: string | number | undefined) => String(value ?? '');

const en: AuditMessages = {
  nothingRecorded: 'nothing is booked',
  inOrder: 'in order',
  findings: (count) => `${count} findings`,
  heading: (activityId, draws, users, wins, verdict) =>
    `${activityId}: ${draws} draws of ${users} users, ${wins} wins: ${verdict}`,
  finding: (seq, { what, expected, found }) =>
    `${seq === null ? '' : `draw ${seq}: `}${what}: expected ${expected}, found ${found}`,
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
    account_draws: ({ uid, expected, found }) => ({
      what: `draws of user ${uid}`,
      expected: `${expected}, by the log`,
      found: text(found),
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
    rules_missing: ({ hash }) => ({ what: 'rules', expected: `the text of ${hash}`, found: 'none' }),
    rules_changed: ({ hash }) => ({
      what: 'rules',
      expected: `a text whose SHA-256 is ${hash}`,
      found: 'another text',
    }),
    rules_invalid: ({ problems }) => ({ what: 'rules', expected: 'valid ones', found: text(problems) }),
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
  heading: (activityId, draws, users, wins, verdict) =>
    `${activityId}：${users} 位用户抽奖 ${draws} 次，中奖 ${wins} 次：${verdict}`,
  finding: (seq, { what, expected, found }) =>
    `${seq === null ? '' : `第 ${seq} 次抽奖：`}${what}：应为 ${expected}，实为 ${found}`,
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
    account_draws: ({ uid, expected, found }) => ({
      what: `用户 ${uid} 的抽奖次数`,
      expected: `${expected}（按日志）`,
      found: text(found),
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
    rules_missing: ({ hash }) => ({ what: '规则', expected: `${hash} 的原文`, found: '没有' }),
    rules_changed: ({ hash }) => ({
      what: '规则',
      expected: `SHA-256 为 ${hash} 的原文`,
      found: '另一份文本',
    }),
    rules_invalid: ({ problems }) => ({ what: '规则', expected: '有效的规则', found: text(problems) }),
  },
};

export const auditMessages: Readonly<Record<Language, AuditMessages>> = { en, zh };
