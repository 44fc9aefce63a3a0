import { TIERS, type Tier } from '../../../src/domain/activities/page-choices.ts';
import type { Prize } from './activity-data.ts';

/** How many there are of a prize, as far as it may be shown. */
export type PrizeStock =
  | { readonly kind: 'left'; readonly count: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'quantity'; readonly count: number }
  | { readonly kind: 'unknown' };

/** @param left what is left now, by the ids of prizes */
export function stockOf({ id, quantity }: Prize, left: ReadonlyMap<string, number>): PrizeStock {
  const count = left.get(id);
  if (count === 0) return { kind: 'gone' };
  if (count !== undefined) return { kind: 'left', count };
  return quantity === null ? { kind: 'unknown' } : { kind: 'quantity', count: quantity };
}

/** The grandest first; those of a tier stay in the order of the activity. */
export function byTier(prizes: readonly Prize[]): readonly Prize[] {
  const rank = (tier: Tier) => TIERS.indexOf(tier);
  return [...prizes].sort((one, other) => rank(one.tier) - rank(other.tier));
}
