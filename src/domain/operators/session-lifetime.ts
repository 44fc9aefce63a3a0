import type { ConsoleSession } from './console-sessions.ts';
import type { SignInVia } from './operator.ts';

const HOUR_MS = 3_600_000;

/** A working day without the night: a session that is left open has ended by the next morning. */
export const IDLE_MS = 8 * HOUR_MS;

/* Who leaves the company is signed out of the provider, which is asked again after a day. */
const LONGEST_MS: Readonly<Record<SignInVia, number>> = { password: 7 * 24 * HOUR_MS, oidc: 24 * HOUR_MS };

/* The clocks of two machines differ by less. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** When a session that begins now ends at the latest. */
export function expiryOf(via: SignInVia, now: number): number {
  return now + LONGEST_MS[via];
}

/** Whether `now` lies between the two. What begins later was made by a clock that was wrong, and is not believed. */
export function isWithin(from: number, until: number, now: number): boolean {
  return now < until && now > from - CLOCK_SKEW_MS;
}

/** Whether the session has ended by itself: too old, too long without a use, or from the future. */
export function isOver({ startedAt, lastUsedAt, expiresAt }: ConsoleSession, now: number): boolean {
  return !isWithin(startedAt, expiresAt, now) || !isWithin(lastUsedAt, lastUsedAt + IDLE_MS, now);
}
