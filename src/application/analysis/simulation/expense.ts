import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { Fraction } from '../../../domain/shared/fraction.ts';
import { leastCommonMultiple } from '../../../domain/shared/fraction.ts';
import type { Band } from './statistics.ts';

/**
 * What wins cost by their `value`, in whole units so small that every value and the budget are a whole number
 * of them: whether the budget is kept is no question of rounding.
 */
export function expenseOf({ details }: Activity<DrawDetails>) {
  const { prizes, budget } = details.rules;
  const values = details.prizes.map(({ id }) => prizes[id]?.value);
  const amounts = [...values, budget].filter((amount) => amount !== undefined);
  const unit = amounts.reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);
  const units = ({ numerator, denominator }: Fraction) => Number(numerator * (unit / denominator));
  const costs = values.map((value) => (value ? units(value) : 0));
  const limit = budget === undefined ? null : units(budget);
  const money = (amount: number) => amount / Number(unit);
  return {
    /** @param wins of each prize, in the order of the file */
    of: (wins: ArrayLike<number>) =>
      costs.reduce((sum, cost, prize) => sum + cost * (wins[prize] as number), 0),
    inMoney: ({ p5, p50, p95 }: Band): Band => ({ p5: money(p5), p50: money(p50), p95: money(p95) }),
    budget: limit === null ? null : money(limit),
    shareOver: (spends: readonly number[]) =>
      limit === null ? null : spends.filter((spend) => spend > limit).length / spends.length,
  };
}
