import type { DrawCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text, yuan } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<DrawCode> = {
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
};

const phases: Readonly<Record<string, string>> = {
  not_started: '未开始',
  running: '进行中',
  ended: '已结束',
};

const zh: Comparisons<DrawCode> = {
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
};

export const auditDrawPhrases: Readonly<Record<Language, Comparisons<DrawCode>>> = { en, zh };
