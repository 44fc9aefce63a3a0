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
  readonly mark: Pick<ServingChange, 'activityId' | 'at'> | null;
  /** In the order of their versions. A page that is full may not hold all of them. */
  readonly changes: readonly ServingChange[];
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
