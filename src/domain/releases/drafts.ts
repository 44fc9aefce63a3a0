import type { Activity } from '../activities/activity.ts';
import type { InvalidActivity } from '../activities/config-repository.ts';
import type { Picture } from './release-pictures.ts';

/** The valid text of an activity that may be published. */
export interface Draft {
  readonly activity: Activity;
  readonly text: string;
}

/** A picture of an activity's folder that its text names. */
export interface NamedPicture extends Picture {
  /** The name of its file. */
  readonly name: string;
}

export interface DraftListener {
  /**
   * Asked at the first reading, before a text is parsed: whether it is what was last taken from the folder, without pictures.
   * Then it is read later, beside other work, and was valid once.
   * @param hash SHA-256 of the text, as hex
   */
  isTaken(activityId: string, hash: string): boolean;
  /** The text, or a picture that it names, has changed, or is there for the first time. */
  valid(draft: Draft): void;
  invalid(invalid: InvalidActivity): void;
  /** The activity's folder is gone. */
  removed(activityId: string): void;
}

/** A picture of a draft is being written, again and again, so that it cannot be read whole now. A listener hears of its changes. */
export class UnsettledPictures extends Error {
  override readonly name = 'UnsettledPictures';

  /** @param path of the picture */
  constructor(path: string) {
    super(`${path} is still being written`);
  }
}

/** The folders of activities, in which their drafts are written. */
export interface Drafts {
  /**
   * Reads all drafts once, then follows their changes until `close`.
   * @param portion called, and waited for, after each portion of the first reading
   * @throws Error if the folder cannot be listed
   */
  follow(listener: DraftListener, portion: () => Promise<void>): Promise<{ close(): void }>;
  /**
   * Those that the text of this activity names and that are small enough, in the order of their names.
   * @throws UnsettledPictures
   */
  pictures(activity: Activity): Promise<readonly NamedPicture[]>;
  /** SHA-256 of the text of an activity's draft, valid or not, as hex; empty if it cannot be read; `null` where there is none. */
  hashOf(activityId: string): string | null;
  /** The same of a file among its pictures. */
  pictureHashOf(activityId: string, name: string): Promise<string | null>;
  /**
   * Writes a published text, with its pictures, where the activity has a folder.
   * @returns whether it has one
   * @throws Error if it cannot be written
   */
  write(activityId: string, text: string, pictures: readonly NamedPicture[]): Promise<boolean>;
}
