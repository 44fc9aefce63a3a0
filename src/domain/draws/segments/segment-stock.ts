import { type Candidate, isAvailable } from '../decide-draw.ts';
import type { GivenBack, HeldRange, KnownAwards, Lot, UnitReport } from './lot.ts';
import { countOf } from './unit-ranges.ts';

/*
 * The stock of one segment as plain data, and its steps as functions of it. Each function is one atomic step. All
 * numbers that cross between a segment and the root are cumulative, so that a step that is repeated, by anyone and at
 * any later time, changes nothing.
 */

/** Of one prize. Always `received` = units in `held` + `won` + `returned`. */
export interface SegmentPrize {
  readonly held: readonly HeldRange[];
  readonly received: number;
  readonly won: number;
  /** What the units won cost together, in whole cents. */
  readonly wonValue: number;
  /** Given back in all, with those of `leaving`. */
  readonly returned: number;
  /** Given back, and not known to have arrived. */
  readonly leaving: readonly HeldRange[];
  /** At least so many are won in all segments. */
  readonly awarded: number;
}

export interface SegmentStock {
  readonly prizes: Readonly<Record<string, SegmentPrize>>;
  /** At least so much is spent in all segments, in whole cents. */
  readonly spent: number;
}

export const EMPTY_SEGMENT: SegmentStock = { prizes: {}, spent: 0 };

const NOTHING: SegmentPrize = {
  held: [],
  received: 0,
  won: 0,
  wonValue: 0,
  returned: 0,
  leaving: [],
  awarded: 0,
};

export type Taken =
  | { readonly kind: 'won'; readonly candidate: Candidate; readonly unit: number; readonly cost: number }
  /** None of the candidates is available anywhere. */
  | { readonly kind: 'nothing' }
  /** The segment has no unit of this candidate, and others may have: ask the root, then try again. */
  | { readonly kind: 'dry'; readonly candidate: Candidate; readonly report: Omit<UnitReport, 'segment'> };

/** Wins a unit of the first available candidate. @param budget whole cents; `null` without a limit */
export function take(
  stock: SegmentStock,
  candidates: readonly Candidate[],
  budget: number | null,
): { readonly stock: SegmentStock; readonly taken: Taken } {
  for (const candidate of candidates) {
    const { prizeId, limit } = candidate;
    const prize = stock.prizes[prizeId] ?? NOTHING;
    const index = prize.held.findIndex((range) => isUsable(range, limit, budget));
    const range = prize.held[index];
    if (range) {
      const after: SegmentPrize = {
        ...prize,
        held: withoutFirst(prize.held, index),
        won: prize.won + 1,
        wonValue: prize.wonValue + range.cost,
      };
      const taken: Taken = { kind: 'won', candidate, unit: range.from, cost: range.cost };
      return { stock: withPrize(stock, prizeId, after), taken };
    }
    if (isAvailable(candidate, prize.awarded, { spent: stock.spent, budget })) {
      const { received, won, wonValue } = prize;
      return { stock, taken: { kind: 'dry', candidate, report: { prizeId, received, won, wonValue } } };
    }
  }
  return { stock, taken: { kind: 'nothing' } };
}

/** A lot arrives. One that arrived before changes nothing. @returns `null` if an earlier lot is missing here */
export function deposit(stock: SegmentStock, prizeId: string, lot: Lot): SegmentStock | null {
  const prize = stock.prizes[prizeId] ?? NOTHING;
  if (prize.received < lot.base) return null;
  if (prize.received > lot.base) return stock;
  const { cost, budget } = lot;
  return withPrize(stock, prizeId, {
    ...prize,
    held: [...prize.held, ...lot.ranges.map((range) => ({ ...range, cost, budget }))],
    received: prize.received + countOf(lot.ranges),
  });
}

/**
 * Gives back all units of a prize that are not won. While earlier ones are on their way, those are returned again, and
 * the others stay.
 */
export function giveBack(
  stock: SegmentStock,
  segment: number,
  prizeId: string,
): { readonly stock: SegmentStock; readonly given: GivenBack } {
  const before = stock.prizes[prizeId] ?? NOTHING;
  const prize: SegmentPrize =
    before.leaving.length > 0
      ? before
      : { ...before, held: [], leaving: before.held, returned: before.returned + countOf(before.held) };
  const { received, won, wonValue, leaving, returned } = prize;
  const base = returned - countOf(leaving);
  return {
    stock: prize === before ? stock : withPrize(stock, prizeId, prize),
    given: { segment, prizeId, received, won, wonValue, base, ranges: leaving },
  };
}

/** What was given back has arrived at the root. Units that leave by now, and are not those, stay noted. */
export function acknowledge(stock: SegmentStock, { prizeId, base, ranges }: GivenBack): SegmentStock {
  const prize = stock.prizes[prizeId];
  if (!prize || prize.returned !== base + countOf(ranges) || prize.leaving.length === 0) return stock;
  return withPrize(stock, prizeId, { ...prize, leaving: [] });
}

/** Notes what the root knows to be won, so that draws need not ask for what is sold out. */
export function note(stock: SegmentStock, prizeId: string, { awarded, spent }: KnownAwards): SegmentStock {
  const prize = stock.prizes[prizeId] ?? NOTHING;
  const noted = withPrize(stock, prizeId, { ...prize, awarded: Math.max(prize.awarded, awarded) });
  return { ...noted, spent: Math.max(stock.spent, spent) };
}

/*
 * A limit that was lowered bars the units above it at once, and a lowered budget those granted under a larger one: they
 * go back, and the root grants again under the rules as they are.
 */
function isUsable(range: HeldRange, limit: number | null, budget: number | null): boolean {
  return range.from <= (limit ?? range.from) && range.budget <= (budget ?? range.budget);
}

function withoutFirst(held: readonly HeldRange[], index: number): readonly HeldRange[] {
  return held.flatMap((range, at) => {
    if (at !== index) return [range];
    return range.from < range.to ? [{ ...range, from: range.from + 1 }] : [];
  });
}

function withPrize(stock: SegmentStock, prizeId: string, prize: SegmentPrize): SegmentStock {
  return { ...stock, prizes: { ...stock.prizes, [prizeId]: prize } };
}
