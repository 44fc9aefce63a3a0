import { z } from 'zod';
import { listOf, recordOf } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { commonDenominator, fraction } from '../shared/fraction.ts';
import { issueOf } from '../shared/issue.ts';
import { isTimezone } from '../shared/local-time.ts';
import { money } from '../shared/money.ts';
import { count, MONEY_PATTERN, prizeRuleSchema } from './prize-rule.ts';

/* A ticket has 256 bits: with a denominator of at most half of them no ticket is favoured by as much as 2^-128. */
const LARGEST_DENOMINATOR = 2n ** 128n;

/* Looked up by a draw in constant time; the file of 1 MiB is the limit. */
const MOST_BLOCKED = 100_000;

/** Each draw goes through the prizes, and through the steps of the one it wins. */
export const MOST_PRIZES = 1000;

/* Strict, like the rule of a prize. `rules` itself takes further keys, since operations keep notes there. */
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
        field(prizeRuleSchema, {
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
