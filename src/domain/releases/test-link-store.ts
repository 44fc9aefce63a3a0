import type { Pictures } from './release.ts';

/** A draft as somebody tries it on a phone. It is a copy: later changes of the draft do not show. */
export interface TestLink {
  readonly id: string;
  readonly activityId: string;
  readonly text: string;
  readonly pictures: Pictures;
  /** The name of the operator. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly expiresAt: number;
}

export type TestLinkRow = Omit<TestLink, 'text' | 'pictures'>;

/** Test links, in the record store. Every method throws DependencyError if the store does not answer. */
export interface TestLinkStore {
  /**
   * Adds a link, unless the activity has `most` already that work at its time. What has ended before that time goes, of
   * all activities.
   * @param digest of the link's token: the token itself is not stored
   */
  add(link: TestLink, digest: string, most: number): Promise<'added' | 'too_many'>;
  /** The link of this digest; `undefined` for one that has ended. @param now milliseconds since the epoch */
  find(digest: string, now: number): Promise<TestLink | undefined>;
  /** Those of an activity that work, the newest first. */
  ofActivity(activityId: string, now: number): Promise<readonly TestLinkRow[]>;
  /** Ends one link of the activity, or all (`null`). @returns how many that worked */
  revoke(activityId: string, id: string | null, now: number): Promise<number>;
}
