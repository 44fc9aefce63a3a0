/** What became of something that was to be published, or of an activity. */
export type ReleaseOutcome = 'published' | 'removed' | 'refused' | 'cancelled';

/** Counts what a publisher does. Its method does not throw and does not wait. */
export interface ReleaseTelemetry {
  /** `refused`: a draft that is not valid. `cancelled`: a scheduled release that was not published. */
  releaseSettled(outcome: ReleaseOutcome): void;
}
