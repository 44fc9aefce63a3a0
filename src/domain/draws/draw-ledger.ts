import type { Candidate } from './decide-draw.ts';
import type { UserDraws } from './user-draw-info.ts';

/** A recorded draw. */
export interface BookedDraw {
  readonly drawId: string;
  readonly drawNo: number;
  readonly prizeId: string | null;
}

export interface Account {
  readonly draws: UserDraws;
  /** The draw that was recorded under the given request id; `null` if there is none. */
  readonly booked: BookedDraw | null;
}

/** The secret from which an activity's tickets are made, until it is revealed. */
export interface Seed {
  /** From 1. An activity that is reopened after its seed was revealed gets another. */
  readonly no: number;
  /** 32 bytes, as hex. */
  readonly secret: string;
  /** Milliseconds since the epoch; `null` while it is secret. */
  readonly revealedAt: number | null;
}

export interface DrawCommit {
  readonly activityId: string;
  readonly uid: string;
  readonly requestId: string;
  readonly drawId: string;
  /** The account as it was read, on which the decision is based. */
  readonly draws: UserDraws;
  readonly seedNo: number;
  /** The rules of the decision: a canonical text, and its SHA-256 in hex. */
  readonly rules: { readonly hash: string; readonly text: string };
  /** The local day that the draw counts for, not before the last day of `draws`. */
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly candidates: readonly Candidate[];
}

export type CommitResult =
  | { readonly kind: 'committed'; readonly prizeId: string | null }
  /** Nothing was recorded: the account has changed, the request id is recorded, or the seed is not the current secret. */
  | { readonly kind: 'conflict' };

/**
 * The record of all draws. It knows no rules. Nothing in it expires.
 *
 * Every method throws DependencyError if the store does not answer or refuses to write. After a `commit` that threw,
 * the draw may be recorded or not; `read` with its request id shows which.
 */
export interface DrawLedger {
  /** The user's account in this activity; `NO_DRAWS` where the user has not drawn. */
  read(activityId: string, uid: string, requestId?: string): Promise<Account>;
  /**
   * Records one draw atomically: awards the first candidate whose prize has fewer awards than its limit, updates the
   * account, and gives the draw the next number in the activity's log. It does so only if the user's draw number is
   * still that of `commit.draws`, the request id is new to this user, and the seed is the current one and still secret;
   * else the result is `conflict`. When it returns, the draw is as durable as the store can make it.
   */
  commit(commit: DrawCommit): Promise<CommitResult>;
  /**
   * The activity's current seed. Where there is none, or where a secret is wanted and the current one is
   * revealed, `fresh` (hex of 32 random bytes) becomes the next, atomically.
   */
  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed>;
  /** Marks a seed as revealed at `at`, unless it already is, and returns it. No later draw is recorded under it. */
  reveal(activityId: string, seedNo: number, at: number): Promise<Seed>;
}
