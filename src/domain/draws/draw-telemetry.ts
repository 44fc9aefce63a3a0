/** `refused`: the user has no chance left, or the activity is not running. */
export type DrawResult = 'won' | 'nothing' | 'replayed' | 'refused';

/** Counts of draws. */
export interface DrawTelemetry {
  /**
   * Adds to numbers in memory: it does not throw and does not wait.
   * @param activityId of an activity that exists
   * @param prizeId the prize that was won, only with `won`
   */
  drawn(activityId: string, result: DrawResult, prizeId: string | null): void;
}
