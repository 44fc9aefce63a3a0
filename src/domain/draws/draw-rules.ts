import { z } from 'zod';
import { eitherOr, listOf, readByHand, recordOf } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { commonDenominator, type Fraction, fraction } from '../shared/fraction.ts';
import { instant } from '../shared/instant.ts';
import { givenParam, issueOf } from '../shared/issue.ts';
import { isTimezone } from '../shared/local-time.ts';
import { money } from '../shared/money.ts';
import { parseOdds } from './odds.ts';

const odds = readByHand(z.string(), (value, context): Fraction => {
  const parsed = typeof value === 'string' ? parseOdds(value) : null;
  if (parsed) return parsed;
  context.addIssue(issueOf('bad_odds', givenParam(value)));
  return z.NEVER;
});

const count = z.int().min(0);

/* A ticket has 256 bits: with a denominator of at most half of them no ticket is favoured by as much as 2^-128. */
const LARGEST_DENOMINATOR = 2n ** 128n;

/** Each draw goes through the prizes, and through the steps of the one it wins. */
export const MOST_PRIZES = 1000;
const MOST_STEPS = 1000;

/* Looked up by a draw in constant time; the file of 1 MiB is the limit. */
const MOST_BLOCKED = 100_000;

const MONEY_PATTERN = '^\\d+(\\.\\d+)?$';
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

/*
 * Strict where a misspelt key would silently lift a limit (chances, a prize's rule): such a file is refused.
 * `rules` itself takes further keys, since operations keep notes there.
 */
const prizeRule = z.strictObject({
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
  release: field(release.optional(), {
    en: '`"linear"`: evenly over the window; or steps, `[{"at": "…", "count": 100}]`.',
    zh: '库存投放方式：`"linear"` 为均匀投放，或按批次',
    example: 'linear',
  }),
});

const chances = z.strictObject({
  per_day: field(count.nullable().default(null), {
    en: 'How often one user may draw in one day.',
    zh: '每人每天的抽奖次数',
    example: 3,
    synonyms: ['daily', 'dailylimit', 'daylimit', 'perdaylimit', 'everyday', 'day'],
  }),
  total: field(count.nullable().default(null), {
    en: 'How often one user may draw in all.',
    zh: '每人总计的抽奖次数',
    example: 10,
    synonyms: ['totallimit', 'intotal', 'all', 'overall', 'max', 'limit'],
  }),
});

export type PrizeRule = z.output<typeof prizeRule>;
export type Chances = z.output<typeof chances>;

export const drawRulesSchema = z
  .object({
    timezone: field(z.string().refine(isTimezone, issueOf('bad_timezone')).default('Asia/Shanghai'), {
      en: 'By whose midnight a day begins: an IANA name.',
      zh: '按哪个时区计算“每天”',
      example: 'Asia/Shanghai',
      synonyms: ['tz'],
    }),
    chances: field(chances.default({ per_day: null, total: null }), {
      en: 'How often one user may draw; left out: no limit.',
      zh: '抽奖次数，省略为不限',
      example: { per_day: 3, total: 10 },
      synonyms: ['limit', 'limits', 'drawlimit', 'drawlimits', 'times'],
    }),
    prizes: field(
      recordOf(
        field(prizeRule, {
          en: 'How one prize is drawn.',
          zh: '一个奖品的规则',
          example: { odds: '0.5%', stock: 100 },
        }),
        MOST_PRIZES,
      ).default({}),
      {
        en: 'How each prize is drawn, by its id.',
        zh: '各奖品的规则，以奖品编号为键',
        example: { coupon: { odds: '0.5%', stock: 100 } },
      },
    ),
    fallback: field(z.string().nullable().default(null), {
      en: 'The id of a prize for users who would win nothing.',
      zh: '兜底奖品的编号',
      example: 'coupon-10',
      synonyms: ['defaultprize', 'fallbackprize'],
    }),
    budget: field(money.optional(), {
      en: 'What all prizes together may cost.',
      zh: '预算',
      example: '10000.00',
      synonyms: ['totalbudget', 'budgetlimit', 'maxcost', 'costlimit'],
      keywords: { pattern: MONEY_PATTERN },
    }),
    blocked_users: field(
      listOf(field(z.string(), { en: 'The id of a user.', zh: '用户编号', example: 'u1001' }), MOST_BLOCKED)
        .default([])
        .transform((uids): ReadonlySet<string> => new Set(uids)),
      {
        en: 'Users who always win nothing.',
        zh: '黑名单，从不中奖',
        example: ['u1001'],
        synonyms: [
          'blacklist',
          'blocklist',
          'denylist',
          'blockusers',
          'banned',
          'bannedusers',
          'blacklistusers',
        ],
      },
    ),
  })
  .superRefine((rules, context) => {
    const odds = Object.values(rules.prizes).map((prize) => prize.odds);
    const whole = commonDenominator(odds, LARGEST_DENOMINATOR);
    if (whole === null) {
      refuse(issueOf('odds_not_common'));
      return;
    }
    const parts = odds.reduce((sum, each) => sum + each.numerator * (whole / each.denominator), 0n);
    if (parts > whole) {
      const total = fraction(parts, whole);
      refuse(
        issueOf('odds_over_one', {
          numerator: String(total.numerator),
          denominator: String(total.denominator),
        }),
      );
    }

    function refuse(issue: ReturnType<typeof issueOf>): void {
      context.addIssue({ ...issue, path: ['prizes'] });
    }
  });

/** What governs the draws of one activity. It never leaves the server. */
export type DrawRules = z.output<typeof drawRulesSchema>;
