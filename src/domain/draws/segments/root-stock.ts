import { MOST_CENTS } from '../../shared/money.ts';
import { isAvailable } from '../decide-draw.ts';
import { affordable, type GivenBack, type KnownAwards, type Lot, lotSize, type UnitReport } from './lot.ts';
import { countOf, takeLowest, type UnitRange, union } from './unit-ranges.ts';

/*
 * The stock of an activity over segments as its root keeps it, as plain data, and the root's steps as functions of it.
 * Limits and the budget are held here alone: a unit that was granted is out until it is given back, won or not.
 */

/** What one segment has been granted of one prize. */
export interface Supply {
  /** Units in all; and given back in all. */
  readonly granted: number;
  readonly returned: number;
  /** What the units that are out with this segment cost together, in whole cents. */
  readonly value: number;
  /** As the segment last reported. */
  readonly received: number;
  readonly won: number;
  readonly wonValue: number;
  /** The latest lot. While `granted` > `received` it may still be on its way. `null`: none yet. */
  readonly lot: Lot | null;
}

export interface RootPrize {
  /** The lowest number that was never granted. */
  readonly next: number;
  /** Units that were given back, in ascending order. */
  readonly free: readonly UnitRange[];
  /** Units with segments, won or not. */
  readonly out: number;
  /** Those of them that segments reported as won. */
  readonly won: number;
  /** No segment is asked to give back this prize before that, in milliseconds since the epoch. */
  readonly recallFrom: number;
  readonly supplies: Readonly<Record<number, Supply>>;
}

export interface RootStock {
  readonly prizes: Readonly<Record<string, RootPrize>>;
  /** What all units that are out cost, in whole cents: never more than the budget of a grant. */
  readonly committed: number;
  /** What those cost that segments reported as won. */
  readonly spent: number;
}

export const EMPTY_ROOT: RootStock = { prizes: {}, committed: 0, spent: 0 };

const NO_PRIZE: RootPrize = { next: 1, free: [], out: 0, won: 0, recallFrom: 0, supplies: {} };
const NO_SUPPLY: Supply = { granted: 0, returned: 0, value: 0, received: 0, won: 0, wonValue: 0, lot: null };

/* With units released one by one, each may be asked for by all segments. */
export const RECALL_PAUSE_MS = 100;

/** A segment that has no unit of a prize asks for some. */
export interface UnitRequest extends UnitReport {
  /** How many segments the activity has. */
  readonly segments: number;
  /** As the rules say at this moment; `null`: without. */
  readonly limit: number | null;
  /** Whole cents. */
  readonly cost: number;
  /** Whole cents; `null` without a limit. */
  readonly budget: number | null;
}

/** A segment that holds units, or may, and the lots of them that may not have arrived. */
export interface Holder {
  readonly segment: number;
  readonly prizes: readonly { readonly prizeId: string; readonly lot: Lot | null }[];
}

export type UnitReply =
  /** Granted now, or before and perhaps not arrived. */
  | { readonly kind: 'lot'; readonly lot: Lot }
  /** The prize is not available under this limit and budget, and never will be. */
  | ({ readonly kind: 'sold_out' } & KnownAwards)
  /** All are out, and these segments may hold some that are not won: take them back, then ask again. */
  | { readonly kind: 'recall'; readonly holders: readonly Holder[] }
  /** The same, and somebody takes them back already. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** The segment has changed since the request was made: look at it again. */
  | { readonly kind: 'stale' };

/**
 * @param now milliseconds since the epoch; it limits how often units are recalled, nothing else
 * @returns `null` if the segment received what this root never granted: the root's store has gone back
 */
export function grant(
  before: RootStock,
  request: UnitRequest,
  now: number,
): { readonly stock: RootStock; readonly reply: UnitReply } | null {
  const { segment, prizeId, segments, limit, cost, budget } = request;
  const known = before.prizes[prizeId]?.supplies[segment] ?? NO_SUPPLY;
  if (request.received > known.granted) return null;
  const stock = withReport(before, request);
  const prize = stock.prizes[prizeId] ?? NO_PRIZE;
  const supply = prize.supplies[segment] ?? NO_SUPPLY;
  if (supply.lot && supply.granted > supply.received)
    return { stock, reply: { kind: 'lot', lot: supply.lot } };
  if (request.received < supply.received) return { stock, reply: { kind: 'stale' } };
  if (!isAvailable({ limit, cost }, prize.won, { spent: stock.spent, budget })) {
    return { stock, reply: { kind: 'sold_out', awarded: prize.won, spent: stock.spent } };
  }

  const byLimit = limit === null ? Number.POSITIVE_INFINITY : limit - prize.out;
  const byBudget = affordable(stock.committed, cost, budget);
  if (byLimit < 1 || byBudget < 1) {
    if (now < prize.recallFrom && prize.recallFrom <= now + RECALL_PAUSE_MS) {
      return { stock, reply: { kind: 'wait', ms: prize.recallFrom - now } };
    }
    const recalling = { ...prize, recallFrom: now + RECALL_PAUSE_MS };
    const holders = holdersOf(stock, byLimit < 1 ? prizeId : null, byBudget < 1);
    return { stock: withPrize(stock, prizeId, recalling), reply: { kind: 'recall', holders } };
  }

  const size = Math.min(lotSize(byLimit, segments), lotSize(byBudget, segments));
  // Of the units up to the limit fewer than it are out, so there are enough of them.
  const { taken, left } = takeLowest(prize.free, size, limit ?? Number.POSITIVE_INFINITY);
  const fresh = size - countOf(taken);
  const ranges = fresh > 0 ? union(taken, [{ from: prize.next, to: prize.next + fresh - 1 }]) : taken;
  const lot: Lot = { base: supply.granted, ranges, cost, budget: cost === 0 ? 0 : (budget ?? MOST_CENTS) };
  const value = size * cost;
  return {
    stock: {
      ...withPrize(stock, prizeId, {
        ...prize,
        next: prize.next + fresh,
        free: left,
        out: prize.out + size,
        supplies: {
          ...prize.supplies,
          [segment]: { ...supply, granted: supply.granted + size, value: supply.value + value, lot },
        },
      }),
      committed: stock.committed + value,
    },
    reply: { kind: 'lot', lot },
  };
}

/** Units come back from a segment. Those that came before change nothing. @returns `null` if the root's store has gone back */
export function accept(before: RootStock, given: GivenBack): RootStock | null {
  const { segment, prizeId, base, ranges } = given;
  const known = before.prizes[prizeId]?.supplies[segment] ?? NO_SUPPLY;
  if (given.received > known.granted || base > known.returned) return null;
  const stock = withReport(before, given);
  const prize = stock.prizes[prizeId] ?? NO_PRIZE;
  const supply = prize.supplies[segment] ?? NO_SUPPLY;
  const count = countOf(ranges);
  if (base < supply.returned || count === 0) return stock;
  const value = ranges.reduce((total, { from, to, cost }) => total + (to - from + 1) * cost, 0);
  return {
    ...withPrize(stock, prizeId, {
      ...prize,
      free: union(
        prize.free,
        ranges.map(({ from, to }) => ({ from, to })),
      ),
      out: prize.out - count,
      supplies: {
        ...prize.supplies,
        [segment]: { ...supply, returned: supply.returned + count, value: supply.value - value },
      },
    }),
    committed: stock.committed - value,
  };
}

/* Reports may come late: only what has grown counts. */
function withReport(stock: RootStock, { segment, prizeId, received, won, wonValue }: UnitReport): RootStock {
  const prize = stock.prizes[prizeId] ?? NO_PRIZE;
  const supply = prize.supplies[segment] ?? NO_SUPPLY;
  if (received <= supply.received && won <= supply.won) return stock;
  const isNews = won > supply.won;
  const reported: Supply = {
    ...supply,
    received: Math.max(received, supply.received),
    won: isNews ? won : supply.won,
    wonValue: isNews ? wonValue : supply.wonValue,
  };
  return {
    ...withPrize(stock, prizeId, {
      ...prize,
      won: prize.won + reported.won - supply.won,
      supplies: { ...prize.supplies, [segment]: reported },
    }),
    spent: stock.spent + reported.wonValue - supply.wonValue,
  };
}

/** @param prizeId whose units are wanted; `null`: none @param forMoney whether all units that cost something are */
function holdersOf(stock: RootStock, prizeId: string | null, forMoney: boolean): readonly Holder[] {
  const holders = new Map<number, { prizeId: string; lot: Lot | null }[]>();
  for (const [id, { supplies }] of Object.entries(stock.prizes)) {
    for (const [key, supply] of Object.entries(supplies)) {
      const units = supply.granted - supply.returned - supply.won;
      const isWanted = (id === prizeId && units > 0) || (forMoney && supply.value > supply.wonValue);
      if (!isWanted) continue;
      const lot = supply.granted > supply.received ? supply.lot : null;
      const prizes = holders.get(Number(key)) ?? [];
      holders.set(Number(key), [...prizes, { prizeId: id, lot }]);
    }
  }
  return [...holders].map(([segment, prizes]) => ({ segment, prizes }));
}

function withPrize(stock: RootStock, prizeId: string, prize: RootPrize): RootStock {
  return { ...stock, prizes: { ...stock.prizes, [prizeId]: prize } };
}
