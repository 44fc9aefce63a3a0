/** Receives each change of the activities while the service runs, once. Its methods do not throw and do not wait. */
export interface ConfigEvents {
  /** A new activity, or a new version of one, is served. */
  loaded(activityId: string): void;
  /** The same version goes on, paused or no longer so. */
  switched(activityId: string, isPaused: boolean): void;
  /** The activity is no longer served. */
  removed(activityId: string): void;
}
