import type { Activity } from './activity.ts';
import type { PrizeRule } from './draw-rules.ts';
import { localDay } from './local-time.ts';
import { type PrizeTable, prizeFor } from './prize-table.ts';
import type { ShakeDetails } from './shake.ts';
import { chancesLeft, drawnOn, type UserDraws } from './user-draw-info.ts';

/** A prize to award if fewer than `limit` of it have been awarded by then; `null`: without limit. */
export interface Wish {
  readonly prizeId: string;
  readonly limit: number | null;
}

export interface DrawDecision {
  /** The how-many-th draw of the user this is, from 1. */
  readonly drawNo: number;
  /** The local day it counts for. */
  readonly day: string;
  /** To be tried in this order: the first that can be had is won, and if none can, nothing is. */
  readonly wishes: readonly Wish[];
}

/**
 * What one draw may win. It depends on nothing but its arguments, so a ledger, an audit and a simulation that
 * ask alike are answered alike.
 *
 * All limits of the user are settled here, because the ledger books the draw only if the user has not drawn
 * in between. The stock is everyone's, so its limit goes with the wish and is looked at when it is booked.
 *
 * @param ticket from 0 up to, not including, the table's denominator
 * @param now milliseconds since the epoch
 * @returns `null` if the user has no chance left
 */
export function decideDraw(
  activity: Activity<ShakeDetails>,
  table: PrizeTable,
  uid: string,
  draws: UserDraws,
  ticket: bigint,
  now: number,
): DrawDecision | null {
  const { rules } = activity.details;
  const day = localDay(now, rules.timezone);
  if (chancesLeft(rules.chances, drawnOn(day, draws), draws.drawNo) === 0) return null;
  const decision = { drawNo: draws.drawNo + 1, day };
  // Whoever is blocked draws like everyone else, and wins nothing.
  if (rules.blocked_users.includes(uid)) return { ...decision, wishes: [] };

  const drawn = prizeFor(ticket, table);
  const wanted = new Set([drawn, rules.fallback].filter((prizeId) => prizeId !== null));
  const wishes = [...wanted].flatMap((prizeId): Wish[] => {
    const rule = rules.prizes[prizeId];
    const limit = rule ? releasedStock(rule, activity, now) : null;
    const has = draws.wins.filter((win) => win.prizeId === prizeId).length;
    const mayHave = rule?.per_user ?? Number.POSITIVE_INFINITY;
    return has < mayHave && limit !== 0 ? [{ prizeId, limit }] : [];
  });
  return { ...decision, wishes };
}

/** How many of a prize may have been awarded by `now`; `null` where nothing limits. */
export function releasedStock(
  { stock, release }: PrizeRule,
  { startsAt, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>,
  now: number,
): number | null {
  if (release === undefined) return stock;
  if (release === 'linear') {
    if (stock === null || startsAt === null || endsAt === null) return stock;
    if (now < startsAt || stock === 0) return 0;
    // One at the start and the others at even distances, so that the last is free before the end.
    const freed = (BigInt(stock) * BigInt(now - startsAt)) / BigInt(endsAt - startsAt);
    return Math.min(stock, Number(freed) + 1);
  }
  const freed = release.reduce((total, step) => (now >= step.at ? total + step.count : total), 0);
  return stock === null ? freed : Math.min(stock, freed);
}
