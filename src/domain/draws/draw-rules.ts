import { z } from 'zod';
import { eitherOr, listOf, readByHand, recordOf } from '../shared/bounded.ts';
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

const steps = listOf(z.strictObject({ at: instant, count }), MOST_STEPS, 1);

const release = eitherOr('linear', steps, 'bad_release');

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
  .object({
    timezone: z.string().refine(isTimezone, issueOf('bad_timezone')).default('Asia/Shanghai'),
    chances: chances.default({ per_day: null, total: null }),
    prizes: recordOf(prizeRule, MOST_PRIZES).default({}),
    fallback: z.string().nullable().default(null),
    budget: money.optional(),
    blocked_users: listOf(z.string(), MOST_BLOCKED)
      .default([])
      .transform((uids): ReadonlySet<string> => new Set(uids)),
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
