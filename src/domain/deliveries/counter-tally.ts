/** How far the counters of an activity are. */
export interface CounterTally {
  readonly activityId: string;
  /** Prizes that are won and not handed over. */
  readonly open: number;
  readonly redeemed: number;
  /** Milliseconds since the epoch; `null` where nothing was redeemed. */
  readonly lastRedeemedAt: number | null;
  /** When the PIN was set; `null` without one. */
  readonly pinSetAt: number | null;
  /** The counters that redeemed the most, most first. */
  readonly places: readonly { readonly place: string; readonly redeemed: number }[];
}

/** Sums over what the counters have done, for operators. */
export interface CounterTallies {
  /**
   * Of each activity that has a win for a counter or a PIN, by its id.
   * @param activityId only this one; it is missing where it has neither
   * @throws DependencyError if the store does not answer
   */
  tally(activityId?: string): Promise<readonly CounterTally[]>;
}
