/** A scheduled release that a rule has cancelled. */
export interface CancelledSchedule {
  readonly activityId: string;
  /** Milliseconds since the epoch, also below. */
  readonly dueAt: number;
  readonly closedAt: number;
  /** As `cancelReasonOf` reads it. */
  readonly reason: string;
}

/** The scheduled releases that were not published, of all activities. */
export interface CancelledSchedules {
  /**
   * Of each activity the latest that was cancelled since then, and not by an operator; at most 100, the latest first.
   * @throws DependencyError if the store does not answer
   */
  since(at: number): Promise<readonly CancelledSchedule[]>;
}
