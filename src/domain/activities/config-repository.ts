import type { Problem } from '../shared/problem.ts';
import type { Activity } from './activity.ts';

export interface InvalidActivity {
  readonly activityId: string;
  /** Where the operator finds it. */
  readonly path: string;
  readonly problems: readonly Problem[];
}

/**
 * The activities, each in its last good version. Everything is in memory: no method does I/O or fails, and
 * what is returned never changes; an edit makes a new `Activity`.
 */
export interface ConfigRepository {
  /** `undefined` where there is no such activity, or it never was valid. */
  find(activityId: string): Activity | undefined;
  all(): readonly Activity[];
  /** What is invalid as it stands now, whether or not an earlier version goes on. */
  invalid(): readonly InvalidActivity[];
}
