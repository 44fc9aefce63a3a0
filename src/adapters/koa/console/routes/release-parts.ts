import type { ActivityList } from '../../../../application/analysis/activities/activity-list.ts';
import type { SimulationJobs } from '../../../../application/analysis/simulation/simulation-jobs.ts';
import type { AuthoringKinds } from '../../../../application/authoring/authoring-kind.ts';
import type { DraftCheck } from '../../../../application/authoring/drafts/draft-check.ts';
import type { DraftPublication } from '../../../../application/authoring/drafts/draft-publication.ts';
import type { DraftReviews } from '../../../../application/authoring/drafts/draft-review.ts';
import type { Restock } from '../../../../application/authoring/drafts/restock.ts';
import type { DrawsCapability } from '../../../../application/draws/draws-capability.ts';
import type { DraftDesk } from '../../../../application/releases/draft-desk.ts';
import type { DraftPictureDesk } from '../../../../application/releases/draft-picture-desk.ts';
import type { ManagedDesk } from '../../../../application/releases/managed-desk.ts';
import type { PictureFacts } from '../../../../application/releases/picture-facts.ts';
import type { ReleaseQueries } from '../../../../application/releases/release-queries.ts';
import type { ReleaseSchedule } from '../../../../application/releases/release-schedule.ts';
import type { FolderTexts } from '../../../../domain/releases/folder-texts.ts';
import type { PictureMaker } from '../../../../domain/releases/picture-maker.ts';
import type { ReleasePictures } from '../../../../domain/releases/release-pictures.ts';
import type { Clock } from '../../../../domain/shared/clock.ts';
import type { JsonTexts } from '../../../../domain/shared/json-texts.ts';
import type { ReleaseWords } from '../release-words.ts';

/** What the routes of activities, drafts, releases and simulations work with. */
export interface ReleaseRoutesParts {
  readonly list: ActivityList;
  readonly desk: DraftDesk;
  readonly pictureDesk: DraftPictureDesk;
  readonly pictures: Pick<ReleasePictures, 'find'>;
  readonly facts: PictureFacts;
  readonly maker: PictureMaker;
  readonly check: DraftCheck;
  readonly reviews: DraftReviews;
  readonly publication: DraftPublication;
  readonly restock: Restock;
  readonly managed: ManagedDesk;
  readonly queries: ReleaseQueries;
  readonly schedule: ReleaseSchedule;
  readonly jobs: SimulationJobs;
  readonly folders: FolderTexts;
  readonly kinds: AuthoringKinds;
  /** Of the kinds whose visitors draw prizes. */
  readonly draws: ReadonlyMap<string, DrawsCapability>;
  readonly texts: JsonTexts;
  readonly words: ReleaseWords;
  readonly requiresApproval: boolean;
  readonly clock: Clock;
}
