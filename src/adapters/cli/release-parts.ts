import type { DraftWriter } from '../../application/releases/draft-writer.ts';
import type { ReleaseDesk } from '../../application/releases/release-desk.ts';
import type { ReleaseQueries } from '../../application/releases/release-queries.ts';
import type { ReleaseSchedule } from '../../application/releases/release-schedule.ts';
import type { Activity, ActivityReading } from '../../domain/activities/activity.ts';
import type { MediaLibrary } from '../../domain/activities/media-library.ts';
import type { NamedPicture } from '../../domain/releases/drafts.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import type { RecordsUse } from './delivery-parts.ts';

/** `claim`: as `own`, and the record store is made where there is none, and noted as the one of this Redis. */
export type ReleasesUse = RecordsUse | 'claim';

/** What commands do with releases. */
export interface ReleaseTasks {
  readonly desk: ReleaseDesk;
  readonly queries: ReleaseQueries;
  readonly schedule: ReleaseSchedule;
  readonly draftWriter: Pick<DraftWriter, 'write' | 'losesBeside'>;
  /** Whether nothing at all was ever published. @throws DependencyError if the store does not answer */
  isEmpty(): Promise<boolean>;
  /** Whether what is published needs the approval of another person than its author. */
  readonly requiresApproval: boolean;
  /** A release as an activity. */
  read(release: WholeRelease): ActivityReading;
  /** Those of the activity's folder that its text names. @throws UnsettledPictures */
  pictures(activity: Activity): Promise<readonly NamedPicture[]>;
  readonly media: Pick<MediaLibrary, 'lengthOf' | 'names'>;
}

/** A text that may be published. */
export interface DraftFile {
  /** An absolute path of the activity's own, else as it was given. */
  readonly path: string;
  /** Whether it is the one in the activity's folder. */
  readonly isOwn: boolean;
  readonly reading:
    | { readonly ok: true; readonly activity: Activity; readonly text: string }
    | { readonly ok: false; readonly problems: readonly Problem[] };
}
