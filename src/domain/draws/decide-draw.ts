import type { Activity } from '../activities/activity.ts';
import type { DrawDetails } from './draw-details.ts';
import type { PrizeRule } from './prize-rule.ts';
import { type PrizeTable, prizeFor } from './prize-table.ts';
import { chancesLeft, countingDay, drawnOn, type UserDraws } from './user-draw-info.ts';

/** A prize to award if fewer than `limit` of it have been awarded by then; `null`: without limit. */
export interface Candidate {
  readonly prizeId: string;
  readonly limit: number | null;
}

/** An activity as its draws see it: rules and time window. */
export type DrawActivity = Pick<Activity<DrawDetails>, 'details' | 'startsAt' | 'endsAt'>;

export interface DrawDecision {
  /** The number of this draw among the user's draws, from 1. */
  readonly drawNo: number;
  /** The local day that the draw counts for. */
  readonly day: string;
  /** The first of them that is available is won; if none is, nothing is won. */
  readonly candidates: readonly Candidate[];
}

/**
 * What one draw may win. It depends on its arguments alone, so draws, audits and simulations get the same
 * decision for the same arguments.
 *
 * @param ticket from 0 up to, not including, the table's denominator
 * @param now milliseconds since the epoch
 * @returns `null` if the user has no chance left
 */
export function decideDraw(
  activity: DrawActivity,
  table: PrizeTable,
  uid: string,
  draws: UserDraws,
  ticket: bigint,
  now: number,
): DrawDecision | null {
  const { chances, timezone } = activity.details.rules;
  const day = countingDay(draws, timezone, now);
  if (chancesLeft(chances, drawnOn(day, draws), draws.drawNo) === 0) return null;
  const has = (prizeId: string) => draws.wins.filter((win) => win.prizeId === prizeId).length;
  // Blocked users draw like everyone else, and win nothing.
  const candidates = isBlocked(activity, uid)
    ? []
    : candidatesFor(activity, prizeFor(ticket, table), has, now);
  return { drawNo: draws.drawNo + 1, day, candidates };
}

export function isBlocked({ details }: Pick<DrawActivity, 'details'>, uid: string): boolean {
  return details.rules.blocked_users.has(uid);
}

/**
 * What a user who may draw may win, by the prize that the ticket falls on: also for callers that keep accounts in a
 * form of their own, as a simulation of millions does.
 *
 * All limits of the user are applied here, because the ledger records the draw only if the user has not drawn in
 * between. The stock is shared by all users, so the ledger applies its limit when it records the draw.
 * @param drawn that prize's id; `null` for none
 * @param has how many of a prize the user has won
 * @param now milliseconds since the epoch
 */
export function candidatesFor(
  activity: DrawActivity,
  drawn: string | null,
  has: (prizeId: string) => number,
  now: number,
): readonly Candidate[] {
  const { rules } = activity.details;
  const candidates: Candidate[] = [];
  candidate(drawn);
  if (rules.fallback !== drawn) candidate(rules.fallback);
  return candidates;

  function candidate(prizeId: string | null): void {
    if (prizeId === null) return;
    const rule = rules.prizes[prizeId];
    const limit = rule ? releasedStock(rule, activity, now) : null;
    const mayHave = rule?.per_user ?? Number.POSITIVE_INFINITY;
    if (limit !== 0 && has(prizeId) < mayHave) candidates.push({ prizeId, limit });
  }
}

/**
 * The prize that a ledger awards of these candidates: the first available one; `null` if none is.
 * @param awarded how many of this prize have been awarded to all users
 */
export function firstAvailable(
  candidates: readonly Candidate[],
  awarded: (prizeId: string) => number,
): string | null {
  return candidates.find((candidate) => isAvailable(candidate, awarded(candidate.prizeId)))?.prizeId ?? null;
}

/** @param awarded how many of the candidate's prize have been awarded to all users */
export function isAvailable({ limit }: Candidate, awarded: number): boolean {
  return limit === null || awarded < limit;
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
    // One at the start and the others at equal intervals, so that the last is released before the end.
    const freed = (BigInt(stock) * BigInt(now - startsAt)) / BigInt(endsAt - startsAt);
    return Math.min(stock, Number(freed) + 1);
  }
  const freed = release.reduce((total, step) => (now >= step.at ? total + step.count : total), 0);
  return stock === null ? freed : Math.min(stock, freed);
}
