import { isoInTimezone } from '../shared/local-time.ts';
import { onDay, type UserDraws, type Win, winCount } from './account.ts';
import { allLeft, chancesOf, countingDay } from './chances.ts';
import type { DrawDetails } from './draw-details.ts';
import { type Way, waysOf } from './earnings.ts';
import { prizeOf } from './prize-of.ts';

/** What users see of their own draws in one activity. */
export interface UserDrawInfo {
  readonly uid: string;
  /** With the daily and the earned ones; `null` where no limit is set. */
  readonly chancesLeft: number | null;
  readonly earnedLeft: number;
  readonly drawnToday: number;
  readonly drawnTotal: number;
  /** How further chances can be earned; none where the activity offers none. */
  readonly ways: readonly Way[];
  /** What a friend's page sends along; `null` where the activity offers no invitations. */
  readonly inviteCode: string | null;
  /** How many prizes the user has won in all. */
  readonly prizesTotal: number;
  /** The latest ones, oldest first. */
  readonly prizes: readonly WonPrize[];
}

export interface WonPrize {
  readonly drawId: string;
  readonly prizeId: string;
  readonly unit: number;
  readonly name: string;
  /** ISO 8601 with the offset of the activity's time zone. */
  readonly wonAt: string;
}

/** @param now milliseconds since the epoch */
export function userDrawInfo(
  uid: string,
  draws: UserDraws,
  details: DrawDetails,
  now: number,
  inviteCode: string | null = null,
): UserDrawInfo {
  const { chances, timezone } = details.rules;
  const day = countingDay(draws, timezone, now);
  const left = chancesOf(chances, draws, day);
  return {
    uid,
    chancesLeft: allLeft(left),
    earnedLeft: left.earned,
    drawnToday: onDay(draws, day).drawnOnLastDay,
    drawnTotal: draws.drawNo,
    ways: waysOf(chances, draws, day),
    inviteCode,
    prizesTotal: winCount(draws),
    prizes: draws.wins.map((win) => wonPrize(win, details)),
  };
}

/** A win as its winner sees it. A prize that was taken out of the file later still belongs to its winner. */
export function wonPrize({ drawId, prizeId, unit, wonAt }: Win, details: DrawDetails): WonPrize {
  return {
    drawId,
    prizeId,
    unit,
    name: prizeOf(details, prizeId)?.name ?? prizeId,
    wonAt: isoInTimezone(wonAt, details.rules.timezone),
  };
}
