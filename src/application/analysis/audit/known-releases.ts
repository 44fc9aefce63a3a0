import type { ActivityReading } from '../../../domain/activities/activity.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type { ReleaseStore } from '../../../domain/releases/release-store.ts';

/** The releases with which draws are compared. */
export interface KnownReleases extends Pick<ReleaseStore, 'release' | 'history'> {
  read(release: WholeRelease): ActivityReading;
}

/** Why draws cannot be compared with releases. */
export interface UnknownReleases {
  readonly unknown: 'no_store' | 'no_releases' | 'away';
  /** Of a store that is away; empty otherwise. */
  readonly reason: string;
}

/** Whether the draws were compared with the releases that they name. */
export type ReleaseComparison =
  | { readonly kind: 'compared' }
  /** No draw names one. */
  | { readonly kind: 'none_named' }
  | ({ readonly kind: 'not_compared' } & UnknownReleases);
