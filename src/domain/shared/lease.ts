/** A right that one holder has at a time, until it expires. It saves work; what must not happen twice needs more. */
export interface Lease {
  /**
   * Takes the lease if it is free or has ended, or keeps it, for `ttlMs` from `now` on.
   * @param now milliseconds since the epoch, by the clock of the caller
   * @returns the fence: the same number for as long as the holder keeps the lease, and a higher one when it has it anew,
   *   after another holder; `null`: another one has it
   * @throws DependencyError if the store does not answer
   */
  take(holder: string, ttlMs: number, now: number): Promise<number | null>;
  /** Gives it back, if the holder has it. @throws DependencyError if the store does not answer */
  release(holder: string, now: number): Promise<void>;
}

/**
 * Up to when an expiry is believed. One that is further off was written by a clock that was ahead, and would keep all others
 * out until their clocks are there: it counts as ended. Clocks that differ by less than `ttlMs` are no reason for that.
 */
export function latestExpiry(ttlMs: number, now: number): number {
  return now + 2 * ttlMs;
}
