import type { InvalidActivity } from './config-repository.ts';

/** Told of every change of the activities while the service runs, once each. Never throws, never blocks. */
export interface ConfigEvents {
  /** A new version is served, or an activity that was not there before. */
  loaded(activityId: string): void;
  /** What the operator wrote cannot be taken; the last good version, if there was one, goes on. */
  refused(invalid: InvalidActivity): void;
  /** The activity's folder is gone, and with it the activity. */
  removed(activityId: string): void;
}
