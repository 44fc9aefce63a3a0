import { endOfLocalDay, isoInTimezone, localDay } from '../shared/local-time.ts';
import { laterDay, type OnDay, onDay, type UserDraws } from './account.ts';
import type { Chances, DrawRules } from './draw-rules.ts';

/**
 * The local day that a change at `now` counts for. An account's days never go back: while a clock shows an earlier
 * day than that of the account's last change, because it is behind another machine's or because the activity's time
 * zone was changed, the change counts for that last day. Otherwise each change between the two days would give new chances.
 * @param now milliseconds since the epoch
 */
export function countingDay({ lastDay }: Pick<UserDraws, 'lastDay'>, timezone: string, now: number): string {
  return laterDay(localDay(now, timezone), lastDay);
}

/** What a user may still draw. */
export interface ChancesLeft {
  /** Of the day's own chances; `null` without a limit. */
  readonly daily: number | null;
  /** Earned and not yet used. */
  readonly earned: number;
}

export function chancesOf(
  { per_day, total }: Pick<Chances, 'per_day' | 'total'>,
  draws: OnDay & Pick<UserDraws, 'lastDay' | 'earned' | 'earnedUsed' | 'drawNo'>,
  day: string,
): ChancesLeft {
  const { earned, earnedUsed, drawNo } = draws;
  const { dailyOnLastDay } = onDay(draws, day);
  return {
    daily: dailyLeft({ per_day, total }, dailyOnLastDay, drawNo - earnedUsed),
    earned: earned - earnedUsed,
  };
}

/** How many of the daily chances are left. `null` without a limit. @param drawnToday, drawnTotal with daily chances */
export function dailyLeft(
  { per_day, total }: Pick<Chances, 'per_day' | 'total'>,
  drawnToday: number,
  drawnTotal: number,
): number | null {
  if (per_day === null && total === null) return null;
  const today = per_day === null ? Number.POSITIVE_INFINITY : per_day - drawnToday;
  const inAll = total === null ? Number.POSITIVE_INFINITY : total - drawnTotal;
  return Math.max(0, Math.min(today, inAll));
}

/** All that are left; `null` without a limit. */
export function allLeft({ daily, earned }: ChancesLeft): number | null {
  return daily === null ? null : daily + earned;
}

/**
 * When a user who has no chance left gets the next one of the day, as ISO 8601; `null` if that is never: all are spent,
 * none is given, or the activity ends before.
 * @param endsAt milliseconds since the epoch, exclusive; `null` for no end
 * @param now milliseconds since the epoch
 */
export function nextChanceAt(
  draws: UserDraws,
  { chances, timezone }: DrawRules,
  endsAt: number | null,
  now: number,
): string | null {
  const { per_day, total } = chances;
  if (per_day === 0 || (total !== null && draws.drawNo - draws.earnedUsed >= total)) return null;
  const next = endOfLocalDay(countingDay(draws, timezone, now), timezone);
  return endsAt !== null && next >= endsAt ? null : isoInTimezone(next, timezone);
}
