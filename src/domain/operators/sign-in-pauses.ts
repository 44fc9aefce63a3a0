/** What attempts are counted by: the name that was typed, of an account or not, and the address of the client. */
export interface AttemptKey {
  readonly of: 'name' | 'address';
  /** A digest: what is typed as a name may be a password. */
  readonly digest: string;
}

/** So many wrong ones have no pause. Many people may be behind one address. */
export const FREE_ATTEMPTS: Readonly<Record<AttemptKey['of'], number>> = { name: 5, address: 20 };

const FIRST_PAUSE_MS = 30_000;
export const LONGEST_PAUSE_MS = 15 * 60_000;

/** After so long without a failure, they are forgotten. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/* The clocks of two machines differ by less. */
const CLOCK_SKEW_MS = 5 * 60_000;

export interface FailureCount {
  readonly failures: number;
  readonly lastAt: number;
}

/** How long this key pauses after so many failures: 30 s, 1 min, 2 min … 15 min. It never ends in a lock. */
export function pauseAfter({ of }: AttemptKey, failures: number): number {
  const beyond = failures - FREE_ATTEMPTS[of];
  return beyond < 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** Math.min(beyond, 10), LONGEST_PAUSE_MS);
}

/** How long it has still to wait. After a clock was set back, a pause of the time before would not end: there is none. */
export function leftOfPause(key: AttemptKey, { failures, lastAt }: FailureCount, now: number): number {
  if (lastAt > now + CLOCK_SKEW_MS) return 0;
  const pauseMs = pauseAfter(key, failures);
  return Math.min(pauseMs, Math.max(0, lastAt + pauseMs - now));
}

/** The count after one more attempt, which counts as failed until it has succeeded. */
export function counted({ failures, lastAt }: FailureCount, now: number): FailureCount {
  const isForgotten = now - lastAt > FORGOTTEN_AFTER_MS;
  return { failures: (isForgotten ? 0 : failures) + 1, lastAt: now };
}
