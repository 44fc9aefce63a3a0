/** Draws that were archived. Amounts are whole cents. */
export interface DrawSums {
  readonly draws: number;
  /** Users who drew for the first time. */
  readonly drawers: number;
  readonly spent: number;
  /** Chances that users earned. */
  readonly earned: number;
}

export interface DrawTotals extends DrawSums {
  readonly wins: number;
  /** The awards of each prize id, and what they cost. A prize without awards is missing. */
  readonly prizes: ReadonlyMap<string, { readonly awards: number; readonly spent: number }>;
}

/** Of an activity without draws. */
export const NO_DRAW_TOTALS: DrawTotals = {
  draws: 0,
  drawers: 0,
  wins: 0,
  spent: 0,
  earned: 0,
  prizes: new Map(),
};

/** A piece of time in which somebody drew or earned. */
export interface DrawTime extends DrawSums {
  /** Its beginning, in milliseconds since the epoch. */
  readonly at: number;
  readonly wins: number;
}

/**
 * The archive of draws in numbers: all that the relay has moved, exactly, at any size, also when accounts were removed. Entries
 * that were set aside do not count. Every method throws DependencyError if the store does not answer.
 */
export interface DrawCounts {
  totals(activityId: string): Promise<DrawTotals>;
  /** @param step a minute or an hour, in milliseconds; minutes are kept for 400 days */
  times(
    activityId: string,
    step: number,
    span: { readonly from: number; readonly to: number },
  ): Promise<readonly DrawTime[]>;
  /** The minute with the most draws; `null` where there is none. */
  peak(activityId: string): Promise<{ readonly at: number; readonly draws: number } | null>;
  /** Of many activities at once; one without draws is missing. */
  totalsOf(activityIds: readonly string[]): Promise<ReadonlyMap<string, DrawTotals>>;
}
