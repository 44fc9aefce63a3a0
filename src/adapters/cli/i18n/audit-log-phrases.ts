import type { LogCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<LogCode> = {
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
};

const zh: Comparisons<LogCode> = {
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
};

export const auditLogPhrases: Readonly<Record<Language, Comparisons<LogCode>>> = { en, zh };
