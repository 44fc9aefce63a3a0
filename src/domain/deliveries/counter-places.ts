/** How far the hand-over at the counters of an activity is. */
export interface CounterPlace {
  readonly activityId: string;
  /** Not handed over yet, and handed over; counted up to a limit. */
  readonly open: number;
  readonly redeemed: number;
  /** Milliseconds since the epoch; `null` where nothing was redeemed. */
  readonly lastRedeemedAt: number | null;
}

/** The activities that have wins for a counter. It costs little, however many wins there are. */
export interface CounterPlaces {
  /**
   * In the order of their ids.
   * @param most how many activities
   * @param upTo each is counted up to it
   * @throws DependencyError if the store does not answer
   */
  places(most: number, upTo: number): Promise<readonly CounterPlace[]>;
}
