import type { Activity } from '../../../domain/activities/activity.ts';
import { mostOf } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import type { Fraction } from '../../../domain/shared/fraction.ts';

export interface Theory {
  /** The mean number of wins. */
  readonly expected: number;
  /** In at least 95 of 100 runs the number of wins lies from `low` to `high`, both included. */
  readonly low: number;
  readonly high: number;
}

export interface Drawing {
  readonly users: number;
  readonly drawsPerUser: number;
  readonly earned?: number;
  readonly everyVisitDraws?: boolean;
  readonly budgetBinds?: boolean;
}

/**
 * How often a prize is won, by formula, where one is fair; else `null`.
 *
 * A prize that is all there from the start and is no fallback ends with min(X, stock) wins, X being what would
 * be won without a stock: stock stops nothing before it is gone, and afterwards everything. X is binomial where
 * no user limit can bind (over all draws) or the limit is one (over all users). It needs every visit to be a
 * draw, so that the chances of a day must not bind; and neither the budget nor a guarantee may come before the prize.
 *
 * @param users who are not blocked
 * @param earned chances that each of them earns
 * @param everyVisitDraws whether it is known that no visit finds the chances of its day spent
 * @param budgetBinds whether the budget stops draws
 */
export function theoryOf(
  { details }: Activity<DrawDetails>,
  prizeId: string,
  { users, drawsPerUser, earned = 0, everyVisitDraws = false, budgetBinds = false }: Drawing,
): Theory | null {
  const { prizes, chances, fallback, guarantee } = details.rules;
  const rule = prizes[prizeId];
  if (!rule || rule.release !== undefined || rule.unlock_after > 0 || prizeId === fallback) return null;
  const { costs, ofValue } = prizeTable(details);
  // The guaranteed prize comes before a prize without value, and after one of value.
  if (guarantee !== null && (prizeId === guarantee.prize || !ofValue.has(prizeId))) return null;
  if (budgetBinds && (costs.get(prizeId) ?? 0) > 0) return null;
  const draws = Math.min(drawsPerUser, chances.total === null ? drawsPerUser : chances.total + earned);
  if (!everyVisitDraws && chances.per_day !== null && chances.per_day < draws) return null;
  const odds = toNumber(rule.odds);
  const stock = mostOf(rule) ?? Number.POSITIVE_INFINITY;
  const perUser = rule.per_user ?? draws;
  if (perUser >= draws) return cappedBinomial(users * draws, odds, stock);
  // Exactly one less the chance of never being drawn; by logarithms, so that small odds do not vanish.
  return perUser === 1 ? cappedBinomial(users, -Math.expm1(draws * Math.log1p(-odds)), stock) : null;
}

/* Beyond so many standard deviations a double is zero. */
const SIGMAS = 12;

function cappedBinomial(n: number, p: number, cap: number): Theory {
  if (n === 0 || p === 0) return { expected: 0, low: 0, high: 0 };
  if (p >= 1) return { expected: Math.min(n, cap), low: Math.min(n, cap), high: Math.min(n, cap) };
  const spread = SIGMAS * Math.sqrt(n * p * (1 - p)) + SIGMAS;
  const from = Math.max(0, Math.floor(n * p - spread));
  const to = Math.min(n, Math.ceil(n * p + spread));
  // Relative to the likeliest number, so that nothing overflows; the sum makes it whole again.
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const weights = new Float64Array(to - from + 1);
  weights[mode - from] = 1;
  for (let k = mode; k < to; k++) {
    weights[k + 1 - from] = ((weights[k - from] as number) * (n - k) * p) / ((k + 1) * (1 - p));
  }
  for (let k = mode; k > from; k--) {
    weights[k - 1 - from] = ((weights[k - from] as number) * k * (1 - p)) / ((n - k + 1) * p);
  }
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [expected, below] = [0, 0];
  let [low, high] = [Number.NaN, Number.NaN];
  for (const [index, weight] of weights.entries()) {
    const wins = Math.min(from + index, cap);
    const probability = weight / whole;
    expected += wins * probability;
    below += probability;
    if (Number.isNaN(low) && below > 0.025) low = wins;
    if (Number.isNaN(high) && below >= 0.975) high = wins;
  }
  return { expected, low, high: Number.isNaN(high) ? Math.min(to, cap) : high };
}

function toNumber({ numerator, denominator }: Fraction): number {
  return Number(numerator) / Number(denominator);
}
