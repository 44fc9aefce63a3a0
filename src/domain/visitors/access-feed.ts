import type { EndedSessionsOf } from './session-ends.ts';

/** A change of who is kept out. */
export type AccessChange =
  | {
      readonly kind: 'end';
      readonly no: number;
      readonly of: EndedSessionsOf;
      /** Tokens that were issued until then are ended, in milliseconds since the epoch. */
      readonly issuedUpTo: number;
    }
  | { readonly kind: 'block'; readonly no: number; readonly uid: string; readonly isBlocked: boolean }
  | {
      readonly kind: 'namespace';
      readonly no: number;
      readonly activityId: string;
      readonly namespace: string;
    };

export interface AccessPage {
  /** In the order of their numbers. */
  readonly changes: readonly AccessChange[];
  /** Whether there are more, after the last of these. */
  readonly hasMore: boolean;
  /** The greatest number that was given out. Below the one that was read last, the store was restored from an old copy. */
  readonly latest: number;
  /** A token that was issued until then may have been ended by what is removed now; 0: nothing was removed. */
  readonly sweptUpTo: number;
}

/** Where a reader is. Blocks and namespaces may be read anew while ends are not. */
export interface AccessCursor {
  readonly ends: number;
  readonly others: number;
}

/** What the processes that serve visitors ask of who is kept out. */
export interface AccessFeed {
  /**
   * What came after these numbers, and of ends only those of the last `endsWithinMs`. One query by indexes: it is asked every
   * 500 ms by every process.
   * @throws DependencyError if the store does not answer
   */
  since(cursor: AccessCursor, endsWithinMs: number): Promise<AccessPage>;
}
