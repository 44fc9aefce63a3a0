import type { Activity } from '../activities/activity.ts';
import { MOST_CENTS } from '../shared/money.ts';
import type { UserDraws } from './account.ts';
import { chancesOf, countingDay } from './chances.ts';
import type { DrawDetails } from './draw-details.ts';
import type { PrizeRule } from './prize-rule.ts';
import { type PrizeTable, prizeFor } from './prize-table.ts';
import { freedBySteps } from './released-steps.ts';

/** A prize to award if fewer than `limit` of it have been awarded by then, and the budget has room for its cost. */
export interface Candidate {
  readonly prizeId: string;
  /** `null`: without limit. */
  readonly limit: number | null;
  /** Whole cents. */
  readonly cost: number;
  /** Whether it is a prize of value, which ends a row of draws without one. */
  readonly endsStreak: boolean;
}

/** An activity as its draws see it: rules and time window. */
export type DrawActivity = Pick<Activity<DrawDetails>, 'details' | 'startsAt' | 'endsAt'>;

export interface DrawDecision {
  /** The number of this draw among the user's draws, from 1. */
  readonly drawNo: number;
  /** The local day that the draw counts for. */
  readonly day: string;
  /** Whether it spends an earned chance: the day's own are used first. */
  readonly usesEarned: boolean;
  /** The first of them that is available is won; if none is, nothing is won. */
  readonly candidates: readonly Candidate[];
}

/** What the rules of prizes ask of the user who draws. */
export interface Drawer {
  /** The number of the user's draws so far. */
  readonly drawNo: number;
  /** Draws since the last prize of value. */
  readonly streak: number;
  /** How many of a prize the user has won. */
  has(prizeId: string): number;
}

/** An account as a decision needs it. */
export type DecidingAccount = Omit<UserDraws, 'won' | 'wins' | 'version' | 'helped' | 'invited'>;

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
  const { won } = draws;
  return decideFor(activity, table, uid, draws, (prizeId) => won[prizeId] ?? 0, ticket, now);
}

/** The same, for callers that keep the numbers of wins in a form of their own. @param has how many the user has won */
export function decideFor(
  activity: DrawActivity,
  table: PrizeTable,
  uid: string,
  account: DecidingAccount,
  has: Drawer['has'],
  ticket: bigint,
  now: number,
): DrawDecision | null {
  const { chances, timezone } = activity.details.rules;
  const day = countingDay(account, timezone, now);
  const { daily, earned } = chancesOf(chances, account, day);
  if (daily === 0 && earned === 0) return null;
  const { drawNo, streak } = account;
  const drawer = { drawNo, streak, has };
  // Blocked users draw like everyone else, and win nothing.
  const candidates = isBlocked(activity, uid)
    ? []
    : candidatesFor(activity, table, prizeFor(ticket, table), drawer, now);
  return { drawNo: drawNo + 1, day, usesEarned: daily === 0, candidates };
}

export function isBlocked({ details }: Pick<DrawActivity, 'details'>, uid: string): boolean {
  return details.rules.blocked_users.has(uid);
}

/**
 * What a user who may draw may win, by the prize that the ticket falls on: also for callers that keep accounts in a
 * form of their own, as a simulation of millions does.
 *
 * All limits of the user are applied here, because the ledger records the draw only if the user has not drawn in
 * between. Stock and budget are shared by all users, so the ledger applies their limits when it records the draw.
 * @param drawn that prize's id; `null` for none
 * @param now milliseconds since the epoch
 */
export function candidatesFor(
  activity: DrawActivity,
  table: PrizeTable,
  drawn: string | null,
  drawer: Drawer,
  now: number,
): readonly Candidate[] {
  const { guarantee, fallback, prizes } = activity.details.rules;
  const candidates: Candidate[] = [];
  const due = guarantee !== null && drawer.streak + 1 >= guarantee.after ? guarantee.prize : null;
  // A ticket on a prize of value comes before what is guaranteed, and anything else after it.
  if (due !== null && (drawn === null || !table.ofValue.has(drawn))) candidate(due);
  candidate(drawn);
  candidate(due);
  candidate(fallback);
  return candidates;

  function candidate(prizeId: string | null): void {
    if (prizeId === null || candidates.some((each) => each.prizeId === prizeId)) return;
    const rule = prizes[prizeId];
    if (rule && (drawer.drawNo < rule.unlock_after || drawer.has(prizeId) >= (rule.per_user ?? Infinity)))
      return;
    const limit = rule ? releasedStock(rule, activity, now) : null;
    if (limit === 0) return;
    const cost = table.costs.get(prizeId) ?? 0;
    candidates.push({ prizeId, limit, cost, endsStreak: table.ofValue.has(prizeId) });
  }
}

/** What has been awarded to all users, and what may be spent. */
export interface Awarded {
  /** How many of a prize. */
  count(prizeId: string): number;
  /** What they cost, in whole cents. */
  readonly spent: number;
  /** Whole cents; `null` without a limit. */
  readonly budget: number | null;
}

/** The candidate that a ledger awards: the first available one; `null` if none is. */
export function firstAvailable(candidates: readonly Candidate[], awarded: Awarded): Candidate | null {
  return (
    candidates.find((candidate) => isAvailable(candidate, awarded.count(candidate.prizeId), awarded)) ?? null
  );
}

/** @param awarded how many of the candidate's prize have been awarded to all users */
export function isAvailable(
  { limit, cost }: Pick<Candidate, 'limit' | 'cost'>,
  awarded: number,
  { spent, budget }: Pick<Awarded, 'spent' | 'budget'>,
): boolean {
  if (limit !== null && awarded >= limit) return false;
  return spent + cost <= (cost === 0 ? MOST_CENTS : (budget ?? MOST_CENTS));
}

/** How many of a prize may have been awarded by `now`; `null` where nothing limits. */
export function releasedStock(
  rule: PrizeRule,
  window: Pick<Activity, 'startsAt' | 'endsAt'>,
  now: number,
): number | null {
  const released = releasedByRule(rule, window, now);
  const { codes } = rule;
  return codes === undefined ? released : Math.min(released ?? codes, codes);
}

/* Of what the file says: codes that are loaded later change nothing of what was freed before. */
function releasedByRule(
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
  const freed = freedBySteps(release, now);
  return stock === null ? freed : Math.min(stock, freed);
}
