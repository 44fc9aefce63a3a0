/** Removes the accounts of an activity that is over. Its log, its book, its seeds and its rules stay. */
export interface AccountSweep {
  /**
   * Removes all accounts, with their wins, request ids and earnings, and notes `at` in the book. It may take minutes.
   * It may be repeated: one that was interrupted goes on from the start, and one that is complete by `at` does nothing.
   * @param at milliseconds since the epoch
   * @throws DependencyError if the store does not answer or refuses to write
   */
  sweep(activityId: string, at: number): Promise<void>;
}
