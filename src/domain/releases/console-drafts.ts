import type { Pictures, ReleaseContent } from './release.ts';

/** What a draft began from. */
export interface DraftBase extends Pick<ReleaseContent, 'hash' | 'pictures'> {
  /** The release that everyone had; 0: there was none, and it began from the activity's folder or from nothing. */
  readonly no: number;
}

/** The draft of an activity that is written in the console. */
export interface ConsoleDraft {
  readonly activityId: string;
  /** From 1. It grows with each change, also after the draft was discarded and another one was begun. */
  readonly version: number;
  /** As it was written: it may not even be JSON. */
  readonly text: string;
  /** The SHA-256 of each picture that it may name, by the name of the file. */
  readonly pictures: Pictures;
  readonly base: DraftBase;
  /** Whether its first publication pauses the activity. */
  readonly startsPaused: boolean;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type SavedDraft =
  | { readonly kind: 'saved'; readonly version: number }
  /** Another one was saved meanwhile, or it was discarded: `null`. */
  | { readonly kind: 'clash'; readonly current: ConsoleDraft | null };

/** So many versions of a draft are kept, for a merge with what somebody began from an earlier one. */
export const KEPT_VERSIONS = 50;

/** The drafts of the console, in the record store. Every method throws DependencyError if the store does not answer. */
export interface ConsoleDrafts {
  /** Those of these activities, or all, by the ids of the activities. */
  find(activityIds?: readonly string[]): Promise<readonly ConsoleDraft[]>;
  /** An earlier version; `undefined` if it is not kept any more. */
  earlier(activityId: string, version: number): Promise<Pick<ConsoleDraft, 'text' | 'pictures'> | undefined>;
  /**
   * Saves it, if the latest one is of this version; of two that save at once, one clashes.
   * @param after 0: there is none
   */
  save(draft: Omit<ConsoleDraft, 'version'>, after: number): Promise<SavedDraft>;
  /** @returns whether it was there, in this version */
  discard(activityId: string, version: number): Promise<boolean>;
}
