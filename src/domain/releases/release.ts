/** What is published of an activity: its text, and the pictures that the text names. */
export interface ReleaseContent {
  /** A `data.json`, as it was written. */
  readonly text: string;
  /** SHA-256 of the text in UTF-8, as hex. */
  readonly hash: string;
  /** SHA-256 of each picture that is kept with the text, as hex, by the name of its file. */
  readonly pictures: Pictures;
  /** Identifies text and pictures together. */
  readonly content: string;
}

export type Pictures = Readonly<Record<string, string>>;

/**
 * The author of what was published because a file changed: who changed it is not known. It stands for no person, so none
 * may have this name.
 */
export const FILES_AUTHOR = 'files';

/** A published version of an activity, without its text. It never changes. */
export interface Release extends Omit<ReleaseContent, 'text'> {
  readonly activityId: string;
  /** From 1, in the order in which they were published. */
  readonly no: number;
  /** Milliseconds since the epoch, by the clock of the store. */
  readonly at: number;
  readonly author: string;
  /** Empty where nothing was noted. */
  readonly note: string;
}

export interface WholeRelease extends Release, ReleaseContent {}
