import { z } from 'zod';
import { compare, type Fraction, fraction, sum } from './fraction.ts';
import { withGivenValue } from './given-value.ts';
import { instant } from './instant.ts';
import { isTimezone } from './local-time.ts';
import { money } from './money.ts';
import { parseOdds } from './odds.ts';

const NO_ODDS = 'must be like "0.5%" or "1/200", from 0 to 1';

const odds = z
  .string({ error: ({ input }) => withGivenValue(NO_ODDS, input) })
  .transform((text, context): Fraction => {
    const parsed = parseOdds(text);
    if (parsed) return parsed;
    context.addIssue({ code: 'custom', message: withGivenValue(NO_ODDS, text) });
    return z.NEVER;
  });

const count = z.int().min(0);

const release = z.union(
  [z.literal('linear'), z.array(z.strictObject({ at: instant, count })).min(1)],
  'must be "linear" or a list of {"at", "count"}',
);

/*
 * Strict where a misspelt key would silently lift a limit (chances, a prize's rule): such a file is refused.
 * `rules` itself takes further keys, since operations keep notes there.
 */
const prizeRule = z.strictObject({
  odds: odds.default({ numerator: 0n, denominator: 1n }),
  stock: count.nullable().default(null),
  per_user: z.int().min(1).nullable().default(null),
  value: money.optional(),
  release: release.optional(),
});

const chances = z.strictObject({
  per_day: count.nullable().default(null),
  total: count.nullable().default(null),
});

export type PrizeRule = z.output<typeof prizeRule>;
export type Chances = z.output<typeof chances>;

export const drawRulesSchema = z
  .looseObject({
    timezone: z
      .string()
      .refine(isTimezone, 'must be an IANA time zone such as "Asia/Shanghai"')
      .default('Asia/Shanghai'),
    chances: chances.default({ per_day: null, total: null }),
    prizes: z.record(z.string(), prizeRule).default({}),
    fallback: z.string().nullable().default(null),
    budget: money.optional(),
    blocked_users: z.array(z.string()).default([]),
  })
  .superRefine((rules, context) => {
    const total = sum(Object.values(rules.prizes).map((prize) => prize.odds));
    if (compare(total, fraction(1n, 1n)) > 0) {
      context.addIssue({
        code: 'custom',
        path: ['prizes'],
        message: `the odds of all prizes add up to ${total.numerator}/${total.denominator}, which is over 1`,
      });
    }
  });

/** What governs the draws of one activity. It never leaves the server. */
export type DrawRules = z.output<typeof drawRulesSchema>;
