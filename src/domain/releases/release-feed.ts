import type { InvalidActivity } from '../activities/config-repository.ts';
import type { WholeRelease } from './release.ts';
import type { ServingChange } from './serving.ts';

/** What changed since a version. */
export interface FeedPage {
  /** The version of the latest change of all activities; 0: there is none. */
  readonly latest: number;
  /** Grows with each change of the findings; 0: no publisher has looked yet. */
  readonly findings: number;
  /** Milliseconds since the epoch, by the clock of the store; `null`: it has the clock of this machine. */
  readonly now: number | null;
  /** What is recorded under the version that was asked for; `null`: nothing. */
  readonly mark: Omit<ChangeMark, 'version'> | null;
  /** In the order of their versions. A page that is full may not hold all of them. */
  readonly changes: readonly ServingChange[];
}

/** A change of the store. If something else stands there later, the store was restored, or is not the same. */
export type ChangeMark = Pick<ServingChange, 'version' | 'activityId' | 'at'>;

/** Nothing was read yet. */
export const BEFORE_ALL: ChangeMark = { version: 0, activityId: '', at: 0 };

/** The latest of these changes; `BEFORE_ALL` if there are none. */
export function latestOf(changes: readonly ChangeMark[]): ChangeMark {
  return changes.reduce((last, each) => (each.version > last.version ? each : last), BEFORE_ALL);
}

/** Whether the store still has this change. @param page what came after it */
export function hasMark(
  { mark, latest }: Pick<FeedPage, 'mark' | 'latest'>,
  { version, activityId, at }: ChangeMark,
): boolean {
  if (version === 0) return true;
  return latest >= version && mark?.activityId === activityId && mark.at === at;
}

export interface ReleaseKey {
  readonly activityId: string;
  readonly no: number;
}

/** What the processes that serve visitors ask of releases. Every method throws Error if the store does not answer. */
export interface ReleaseFeed {
  /** What came after this version. One query by indexes: it is asked every 500 ms by every process. */
  since(version: number): Promise<FeedPage>;
  /** The latest change of each activity. */
  current(): Promise<readonly ServingChange[]>;
  /** Those of these releases that exist, in no order. */
  releases(keys: readonly ReleaseKey[]): Promise<readonly WholeRelease[]>;
  /** The files that are invalid at present. */
  findings(): Promise<readonly InvalidActivity[]>;
}
