import { endOfLocalDay, isoInTimezone, localDay } from '../shared/local-time.ts';
import type { DrawDetails } from './draw-details.ts';
import type { Chances, DrawRules } from './draw-rules.ts';

/** A prize that a user has won, as the ledger has it. */
export interface Win {
  readonly drawId: string;
  readonly prizeId: string;
  /** Milliseconds since the epoch. */
  readonly wonAt: number;
}

/** One user's draws in one activity, as the ledger has them. */
export interface UserDraws {
  /** The number of the user's draws in all. */
  readonly drawNo: number;
  /** The local day of the user's latest draw; `null` before the first. */
  readonly lastDay: string | null;
  readonly drawnOnLastDay: number;
  readonly wins: readonly Win[];
}

/**
 * The local day that a draw at `now` counts for. An account's days never go back: while a clock shows an earlier
 * day than that of the account's last draw, because it is behind another machine's or because the activity's time
 * zone was changed, the draw counts for that last day. Otherwise each change between the two days would give new chances.
 * @param now milliseconds since the epoch
 */
export function countingDay({ lastDay }: Pick<UserDraws, 'lastDay'>, timezone: string, now: number): string {
  return laterDay(localDay(now, timezone), lastDay);
}

function laterDay(day: string, lastDay: string | null): string {
  return lastDay !== null && lastDay > day ? lastDay : day;
}

/** The account after one more draw. A day before the account's last one counts as that. */
export function afterDraw(
  draws: UserDraws,
  { drawId, prizeId, day, at }: { drawId: string; prizeId: string | null; day: string; at: number },
): UserDraws & { readonly lastDay: string } {
  const lastDay = laterDay(day, draws.lastDay);
  return {
    drawNo: draws.drawNo + 1,
    lastDay,
    drawnOnLastDay: drawnOn(lastDay, draws) + 1,
    wins: prizeId === null ? draws.wins : [...draws.wins, { drawId, prizeId, wonAt: at }],
  };
}

export const NO_DRAWS: UserDraws = { drawNo: 0, lastDay: null, drawnOnLastDay: 0, wins: [] };

/** What users see of their own draws in one activity. */
export interface UserDrawInfo {
  readonly uid: string;
  /** `null` where no limit is set. */
  readonly chancesLeft: number | null;
  readonly drawnToday: number;
  readonly drawnTotal: number;
  readonly prizes: readonly WonPrize[];
}

export interface WonPrize {
  readonly drawId: string;
  readonly prizeId: string;
  readonly name: string;
  /** ISO 8601 with the offset of the activity's time zone. */
  readonly wonAt: string;
}

/** @param now milliseconds since the epoch */
export function userDrawInfo(
  uid: string,
  draws: UserDraws,
  { prizes, rules }: DrawDetails,
  now: number,
): UserDrawInfo {
  const drawnToday = drawnOn(countingDay(draws, rules.timezone, now), draws);
  return {
    uid,
    chancesLeft: chancesLeft(rules.chances, drawnToday, draws.drawNo),
    drawnToday,
    drawnTotal: draws.drawNo,
    prizes: draws.wins.map(({ drawId, prizeId, wonAt }) => ({
      drawId,
      prizeId,
      // A prize that was taken out of the file later still belongs to its winner.
      name: prizes.find(({ id }) => id === prizeId)?.name ?? prizeId,
      wonAt: isoInTimezone(wonAt, rules.timezone),
    })),
  };
}

export function drawnOn(day: string, draws: UserDraws): number {
  return draws.lastDay === day ? draws.drawnOnLastDay : 0;
}

/** How many draws are left today; `null` without a limit. */
export function chancesLeft(chances: Chances, drawnToday: number, drawnTotal: number): number | null {
  const { per_day, total } = chances;
  if (per_day === null && total === null) return null;
  const today = per_day === null ? Number.POSITIVE_INFINITY : per_day - drawnToday;
  const inAll = total === null ? Number.POSITIVE_INFINITY : total - drawnTotal;
  return Math.max(0, Math.min(today, inAll));
}

/**
 * When a user who has no chance left gets the next one, as ISO 8601; `null` if that is never: all are spent, none
 * is given, or the activity ends before.
 * @param endsAt milliseconds since the epoch, exclusive; `null` for no end
 * @param now milliseconds since the epoch
 */
export function nextChanceAt(
  draws: UserDraws,
  { chances, timezone }: DrawRules,
  endsAt: number | null,
  now: number,
): string | null {
  if (chances.per_day === 0 || (chances.total !== null && draws.drawNo >= chances.total)) return null;
  const next = endOfLocalDay(countingDay(draws, timezone, now), timezone);
  return endsAt !== null && next >= endsAt ? null : isoInTimezone(next, timezone);
}
