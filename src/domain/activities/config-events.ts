import type { InvalidActivity } from './config-repository.ts';

/** Receives each change of the activities while the service runs, once. Its methods do not throw and do not wait. */
export interface ConfigEvents {
  /** A new activity, or a new version of one, is served. */
  loaded(activityId: string): void;
  /** The file is invalid; the last valid version, if there is one, is still served. */
  refused(invalid: InvalidActivity): void;
  /** The activity's folder was removed, and the activity is no longer served. */
  removed(activityId: string): void;
}
