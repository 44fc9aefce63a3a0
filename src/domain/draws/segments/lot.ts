import { MOST_CENTS } from '../../shared/money.ts';
import type { UnitRange } from './unit-ranges.ts';

/** Units that the root granted to a segment at once. */
export interface Lot {
  /** How many units of the prize the segment had been granted before. */
  readonly base: number;
  readonly ranges: readonly UnitRange[];
  /** What one of them costs, in whole cents, as the rules of the grant said. */
  readonly cost: number;
  /** The budget of those rules, in whole cents; 0 for units without a cost, which no budget bars. */
  readonly budget: number;
}

/** Units in a segment, with what their lot says of them. */
export interface HeldRange extends UnitRange {
  readonly cost: number;
  readonly budget: number;
}

/** How much of a segment's prize is won, and how many units came in. Each number only ever grows. */
export interface UnitReport {
  readonly segment: number;
  readonly prizeId: string;
  /** Units that were granted and have arrived in all. */
  readonly received: number;
  readonly won: number;
  /** What the units won cost together, in whole cents. */
  readonly wonValue: number;
}

/** Units that leave a segment for the root. */
export interface GivenBack extends UnitReport {
  /** How many the segment had given back before. */
  readonly base: number;
  /** None: the segment only reports. */
  readonly ranges: readonly HeldRange[];
}

/** What is known of a prize's awards in all segments. At least so much is won; each number only ever grows. */
export interface KnownAwards {
  readonly awarded: number;
  /** Of all prizes, in whole cents. */
  readonly spent: number;
}

const LARGEST_LOT = 64;

/**
 * How many units a lot has: a part of what is left that lets each segment ask twice before the last units are granted
 * one by one.
 * @param left how many units the limit, or the budget, still has room for
 */
export function lotSize(left: number, segments: number): number {
  return Math.min(left, Math.max(1, Math.min(LARGEST_LOT, Math.floor(left / (2 * segments)))));
}

/** How many units of this cost there is money for. @param budget whole cents; `null` without a limit */
export function affordable(committed: number, cost: number, budget: number | null): number {
  if (cost === 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor(((budget ?? MOST_CENTS) - committed) / cost));
}
