import { z } from 'zod';
import { eitherOr, listOf, readByHand } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import type { Fraction } from '../shared/fraction.ts';
import { instant } from '../shared/instant.ts';
import { givenParam, issueOf } from '../shared/issue.ts';
import { money } from '../shared/money.ts';
import { parseOdds } from './odds.ts';
import { prizeDeliverySchema } from './prize-delivery.ts';

const odds = readByHand(z.string(), (value, context): Fraction => {
  const parsed = typeof value === 'string' ? parseOdds(value) : null;
  if (parsed) return parsed;
  context.addIssue(issueOf('bad_odds', givenParam(value)));
  return z.NEVER;
});

export const count = z.int().min(0);

const MOST_STEPS = 1000;

/** Of an amount, for editors. */
export const MONEY_PATTERN = '^\\d+(\\.\\d+)?$';
const ODDS_PATTERN = '^(\\d+(\\.\\d+)?%|\\d+/\\d+)$';

const step = z.strictObject({
  at: field(instant, {
    en: 'When these become available.',
    zh: '投放时间',
    example: '2026-11-11T10:00:00+08:00',
    synonyms: ['time', 'date', 'start', 'startsat', 'starttime'],
  }),
  count: field(count, {
    en: 'How many.',
    zh: '投放数量',
    example: 100,
    synonyms: ['num', 'number', 'amount', 'quantity', 'stock'],
  }),
});

const steps = listOf(
  field(step, {
    en: 'A part of the stock.',
    zh: '一批库存',
    example: { at: '2026-11-11T10:00:00+08:00', count: 100 },
  }),
  MOST_STEPS,
  1,
);

const release = eitherOr('linear', steps, 'bad_release');

/* Strict: a misspelt key would silently lift a limit, so such a file is refused. */
export const prizeRuleSchema = z.strictObject({
  odds: field(odds.default({ numerator: 0n, denominator: 1n }), {
    en: 'The chance of a draw, `"0.5%"` or `"1/200"`, exact; all together at most 1.',
    zh: '中奖概率，如 `"0.5%"` 或 `"1/200"`，合计不超过 1',
    example: '0.5%',
    synonyms: [
      'probability',
      'prob',
      'rate',
      'chance',
      'weight',
      'ratio',
      'percent',
      'percentage',
      'winrate',
    ],
    keywords: { examples: ['0.5%', '1/200'], pattern: ODDS_PATTERN },
  }),
  stock: field(count.nullable().default(null), {
    en: 'How many may be won in all; `null` or left out: no limit.',
    zh: '库存；`null` 或省略为不限',
    example: 100,
    synonyms: ['amount', 'num', 'number', 'quantity', 'qty', 'count', 'inventory', 'total', 'limit'],
  }),
  per_user: field(z.int().min(1).nullable().default(null), {
    en: 'How many one user may win.',
    zh: '每人限中',
    example: 1,
    synonyms: ['peruserlimit', 'userlimit', 'limitperuser', 'maxperuser', 'userlimits'],
  }),
  value: field(money.optional(), {
    en: 'What one costs.',
    zh: '单价',
    example: '10.00',
    synonyms: ['price', 'cost', 'worth', 'money'],
    keywords: { pattern: MONEY_PATTERN },
  }),
  unlock_after: field(count.default(0), {
    en: 'How many draws a user has made before this prize can be won.',
    zh: '用户抽满多少次后才可中此奖',
    example: 3,
    synonyms: ['unlock', 'unlockafter', 'mindraws', 'afterdraws', 'lockcount'],
  }),
  release: field(release.optional(), {
    en: '`"linear"`: evenly over the window; or steps, `[{"at": "…", "count": 100}]`.',
    zh: '库存投放方式：`"linear"` 为均匀投放，或按批次',
    example: 'linear',
  }),
  delivery: field(prizeDeliverySchema.default({ by: 'hand' }), {
    en: 'How it reaches its winner; left out: by hand.',
    zh: '奖品如何送达中奖者，省略为人工发放',
    example: { by: 'code' },
    synonyms: ['deliver', 'fulfilment', 'fulfillment', 'shipping', 'handover'],
  }),
});

/** How one prize is drawn. */
export type PrizeRule = z.output<typeof prizeRuleSchema> & {
  /** How many redeem codes are loaded, of a prize that is delivered by code; it is not in the file. */
  readonly codes?: number;
};
