/** How long what no process needs any more is kept, by the clock of the store. */
export interface AccessKept {
  /** All ends so young are kept, and users who were unblocked so recently. */
  readonly youngMs: number;
  /** Of older ends, only so many of the newest ... */
  readonly maxEnds: number;
  /** ... and none as old as this. */
  readonly longestMs: number;
}

/** Removes what nobody needs any more of ends and of users who are not blocked any more. */
export interface AccessSweep {
  /**
   * It first records up to when tokens may have been ended by what it removes.
   * @throws DependencyError if the store does not answer; then some may be removed
   */
  removeOld(kept: AccessKept): Promise<void>;
}
