/** A right that one holder has at a time, until it expires. It saves work; what must not happen twice needs more. */
export interface Lease {
  /**
   * Takes the lease if it is free or has expired, or keeps it, for `ttlMs` from `now` on.
   * @param now milliseconds since the epoch, by the clock of the caller
   * @returns whether the holder has it
   * @throws DependencyError if the store does not answer
   */
  take(holder: string, ttlMs: number, now: number): Promise<boolean>;
  /** Gives it back, if the holder has it. @throws DependencyError if the store does not answer */
  release(holder: string, now: number): Promise<void>;
}
