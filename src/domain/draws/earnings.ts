import { type EarningSource, onDay, type UserDraws } from './account.ts';
import { countingDay } from './chances.ts';
import type { Chances, DrawRules } from './draw-rules.ts';

/** A way to earn chances, as users see it. */
export interface Way {
  readonly source: Exclude<EarningSource, 'grant'>;
  /** Chances for doing it once. */
  readonly worth: number;
  /** How often it still counts: today, or for invitations in all. */
  readonly left: number;
}

/** @param day the local day that counts */
export function waysOf({ earn }: Chances, draws: UserDraws, day: string): readonly Way[] {
  const { signInsOnLastDay, sharesOnLastDay } = onDay(draws, day);
  const ways: Way[] = [];
  if (earn.sign_in)
    ways.push({ source: 'sign_in', worth: 1, left: rest(earn.sign_in.per_day, signInsOnLastDay) });
  if (earn.share) ways.push({ source: 'share', worth: 1, left: rest(earn.share.per_day, sharesOnLastDay) });
  if (earn.invite) {
    ways.push({ source: 'invite', worth: earn.invite.each, left: rest(earn.invite.total, draws.invited) });
  }
  return ways;
}

/** An earning that the rules allow. Its key makes it count once. */
export interface Earning {
  readonly key: string;
  readonly source: EarningSource;
  readonly chances: number;
  readonly day: string;
}

export type EarningDecision =
  | { readonly kind: 'earned'; readonly earning: Earning }
  /** The activity does not offer it. */
  | { readonly kind: 'not_offered' }
  /** As often as the rules allow, it has been earned already. */
  | { readonly kind: 'spent' };

/**
 * What a user earns by signing in or by sharing, or by a friend who came. The limits hold by the account that the
 * decision is made on, so the ledger records it only if that has not changed.
 * @param friend the friend's uid, of an invitation alone
 * @param now milliseconds since the epoch
 */
export function decideEarning(
  source: Way['source'],
  { chances, timezone }: Pick<DrawRules, 'chances' | 'timezone'>,
  draws: UserDraws,
  now: number,
  friend = '',
): EarningDecision {
  const day = countingDay(draws, timezone, now);
  const way = waysOf(chances, draws, day).find((each) => each.source === source);
  if (!way) return { kind: 'not_offered' };
  if (way.left === 0 || way.worth === 0) return { kind: 'spent' };
  return {
    kind: 'earned',
    earning: { key: keyOf(source, draws, day, friend), source, chances: way.worth, day },
  };
}

/** What a back end or an operator grants under a key of its own. */
export function grantOf(
  key: string,
  chances: number,
  { timezone }: Pick<DrawRules, 'timezone'>,
  draws: UserDraws,
  now: number,
): Earning {
  return { key: `grant:${key}`, source: 'grant', chances, day: countingDay(draws, timezone, now) };
}

/** The source that a key names; `null` where it names none. */
export function sourceOfKey(key: string): EarningSource | null {
  const source = key.split(':', 1)[0];
  return source === 'sign_in' || source === 'share' || source === 'invite' || source === 'grant'
    ? source
    : null;
}

/**
 * Whether the keys of this source are to be kept, so that each earns once. The account itself bounds the others: the next
 * one of a day has another key.
 */
export function keepsKeys(source: EarningSource): boolean {
  return source === 'grant' || source === 'invite';
}

function keyOf(source: Way['source'], draws: UserDraws, day: string, friend: string): string {
  const { signInsOnLastDay, sharesOnLastDay } = onDay(draws, day);
  if (source === 'invite') return `invite:${friend}`;
  if (source === 'share') return `share:${day}:${sharesOnLastDay + 1}`;
  return signInsOnLastDay === 0 ? `sign_in:${day}` : `sign_in:${day}:${signInsOnLastDay + 1}`;
}

function rest(limit: number, done: number): number {
  return Math.max(0, limit - done);
}
