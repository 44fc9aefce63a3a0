import type { Activity } from '../../domain/activities/activity.ts';
import type { NamedPicture } from '../../domain/releases/drafts.ts';
import type { ReleaseContent } from '../../domain/releases/release.ts';
import type { Manager } from '../../domain/releases/serving.ts';

/** Who makes a change, and why. */
export interface Signed {
  readonly activityId: string;
  readonly author: string;
  readonly note: string;
}

/** What is to be published. */
export interface Submission {
  readonly activity: Activity;
  readonly content: ReleaseContent;
  readonly pictures: readonly NamedPicture[];
  readonly by: Manager;
  /** Whether it is what stands in the activity's folder. */
  readonly isDraft: boolean;
  /** Whether the activity is paused by it, if nothing was ever published of it. */
  readonly startsPaused?: boolean;
}
