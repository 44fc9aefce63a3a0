import type { Problem } from '../shared/problem.ts';
import type { Activity } from './activity.ts';

export interface InvalidActivity {
  readonly activityId: string;
  /** Path of the file. */
  readonly path: string;
  readonly problems: readonly Problem[];
}

/**
 * The activities, each in its last valid version. All data is in memory: no method does I/O or fails. A returned
 * `Activity` does not change; an edit of the file makes a new one.
 */
export interface ConfigRepository {
  /** `undefined` if there is no such activity, or if its file was never valid. */
  find(activityId: string): Activity | undefined;
  all(): readonly Activity[];
  /** The activities whose current file is invalid, whether or not an earlier version is served. */
  invalid(): readonly InvalidActivity[];
}
