import type { ActivityReading } from '../activities/activity.ts';

/** The `data.json` of an activity's folder. */
export interface FolderText {
  /** `null` where it cannot be read as a text. */
  readonly text: string | null;
  readonly reading: ActivityReading;
}

/** The folders of activities, for what is not published of them. */
export interface FolderTexts {
  /** The ids of the activities that have one, in no order; none if the folders cannot be listed. */
  ids(): Promise<readonly string[]>;
  /** Whether there is a folder of this name, with any content. */
  has(activityId: string): boolean;
  /** `undefined` where there is no file. */
  read(activityId: string): FolderText | undefined;
}
