import type { WholeRelease } from './release.ts';
import type { ServingChange } from './serving.ts';

/** What was served of an activity when it was last known. */
export interface CopiedActivity {
  readonly change: ServingChange;
  /** Those that the change names. */
  readonly releases: readonly WholeRelease[];
}

/**
 * A copy of what is served, on the disk of this machine: with it a process starts while the record store is away. Methods do
 * not throw; without a disk there is no copy.
 */
export interface ReleaseCopy {
  load(): readonly CopiedActivity[];
  /** @param releases those of the change that were not kept yet */
  keep(change: ServingChange, releases: readonly WholeRelease[]): void;
  /** Removes all other activities. */
  keepOnly(activityIds: ReadonlySet<string>): void;
}
