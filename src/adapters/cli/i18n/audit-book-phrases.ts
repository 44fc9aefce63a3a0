import type { BookCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text, yuan } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<BookCode> = {
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
};

const zh: Comparisons<BookCode> = {
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
};

export const auditBookPhrases: Readonly<Record<Language, Comparisons<BookCode>>> = { en, zh };
