import type { PrizeSummary } from '../check/draws-summary.ts';
import type { LaunchSummary } from '../check/launch-summary.ts';
import { runOut } from './run-out.ts';

/** One prize in both versions, and how much of it is gone. */
export interface StockOfPrize {
  readonly id: string;
  readonly before: PrizeSummary | null;
  readonly after: PrizeSummary | null;
  /** `null` where it is not known. */
  readonly won: number | null;
  /** When it would run out at the pace so far, as `runOut` says. */
  readonly runsOutAt: string | null;
  /** `stock-below-won`: nobody can win it any more, and more are gone than were ordered. */
  readonly warning: 'stock-below-won' | 'won-and-removed' | null;
}

/**
 * @param won how many of each prize have been won; `null` where that is not known
 * @param now milliseconds since the epoch
 */
export function stockOfPrizes(
  before: LaunchSummary,
  after: LaunchSummary,
  won: ReadonlyMap<string, number> | null,
  now: number,
): StockOfPrize[] {
  const { window } = after;
  // All that was won was won under the version before.
  const since = before.window.startsAt === null ? null : Date.parse(before.window.startsAt);
  const prizesOf = ({ draws }: LaunchSummary) => new Map(draws?.prizes.map((prize) => [prize.id, prize]));
  const [old, current] = [prizesOf(before), prizesOf(after)];
  // Also what was won under a version before these two.
  const ids = new Set([...current.keys(), ...old.keys(), ...(won?.keys() ?? [])]);
  return [...ids].map((id) => {
    const count = won === null ? null : (won.get(id) ?? 0);
    const prize = current.get(id) ?? null;
    const runsOutAt = runOut({ stock: prize?.stock ?? null, won: count, since, window }, now);
    return {
      ...{ id, before: old.get(id) ?? null, after: prize, won: count, runsOutAt },
      warning: warningFor(prize, count),
    };
  });
}

function warningFor(prize: PrizeSummary | null, won: number | null): StockOfPrize['warning'] {
  if (won === null || won === 0) return null;
  if (prize === null) return 'won-and-removed';
  return prize.stock !== null && prize.stock < won ? 'stock-below-won' : null;
}
