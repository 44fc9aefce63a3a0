import type { DrawsSummary, PrizeSummary } from '../check/draws-summary.ts';

/** One prize in both versions, and how much of it is gone. */
export interface StockOfPrize {
  readonly id: string;
  readonly before: PrizeSummary | null;
  readonly after: PrizeSummary | null;
  /** `null` where it is not known. */
  readonly won: number | null;
  /** `stock-below-won`: nobody can win it any more, and more are gone than were ordered. */
  readonly warning: 'stock-below-won' | 'won-and-removed' | null;
}

/** @param won how many of each prize have been won; `null` where that is not known */
export function stockOfPrizes(
  before: DrawsSummary | null,
  after: DrawsSummary | null,
  won: ReadonlyMap<string, number> | null,
): StockOfPrize[] {
  const prizesOf = (draws: DrawsSummary | null) => new Map(draws?.prizes.map((prize) => [prize.id, prize]));
  const [old, now] = [prizesOf(before), prizesOf(after)];
  // Also what was won under a version before these two.
  const ids = new Set([...now.keys(), ...old.keys(), ...(won?.keys() ?? [])]);
  return [...ids].map((id) => {
    const count = won === null ? null : (won.get(id) ?? 0);
    const prize = now.get(id) ?? null;
    return { id, before: old.get(id) ?? null, after: prize, won: count, warning: warningFor(prize, count) };
  });
}

function warningFor(prize: PrizeSummary | null, won: number | null): StockOfPrize['warning'] {
  if (won === null || won === 0) return null;
  if (prize === null) return 'won-and-removed';
  return prize.stock !== null && prize.stock < won ? 'stock-below-won' : null;
}
