import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import type { Band } from './statistics.ts';

/** What wins cost by their `value`, in whole cents, as the ledger counts them. */
export function expenseOf({ details }: Activity<DrawDetails>) {
  const { costs, budget } = prizeTable(details);
  const costOf = details.prizes.map(({ id }) => costs.get(id) ?? 0);
  const money = (cents: number) => cents / 100;
  return {
    /** @param wins of each prize, in the order of the file */
    of: (wins: ArrayLike<number>) =>
      costOf.reduce((sum, cost, prize) => sum + cost * (wins[prize] as number), 0),
    inMoney: ({ p5, p50, p95 }: Band): Band => ({ p5: money(p5), p50: money(p50), p95: money(p95) }),
    budget: budget === null ? null : money(budget),
  };
}
