import type { UserDraws } from './account.ts';
import type { Candidate } from './decide-draw.ts';

/** A recorded draw. */
export interface BookedDraw {
  readonly drawId: string;
  readonly drawNo: number;
  readonly prizeId: string | null;
  /** The how-manieth award of its prize, from 1; `null` without a prize. */
  readonly unit: number | null;
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

/** A seed as a draw is decided by it. */
export interface CurrentSeed extends Seed {
  /** When an operator last accepted a loss of the record, or another number that is higher after that. */
  readonly epoch: number;
}

export interface DrawCommit {
  readonly activityId: string;
  /** Over how many segments the accounts are spread, where that is not fixed yet. */
  readonly segments: number;
  readonly uid: string;
  readonly requestId: string;
  readonly drawId: string;
  /** The account on which the decision is based. */
  readonly draws: UserDraws;
  readonly seedNo: number;
  /** That of the seed. */
  readonly epoch: number;
  /** The number under which the rules of the decision were announced. */
  readonly rulesNo: number;
  /** The local day that the draw counts for, not before the last day of `draws`. */
  readonly day: string;
  readonly usesEarned: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly candidates: readonly Candidate[];
  /** The risk check denied it: it has no candidates, and its entry of the log says so. */
  readonly denied?: true;
  /** What all awards together may cost, in whole cents; `null` without a limit. */
  readonly budget: number | null;
  /** The span of the commit, where its request is traced; see `DrawTraces`. */
  readonly traceparent?: string;
}

export type CommitResult =
  /** `prizeId` and `unit` are `null` where nothing was won. */
  | { readonly kind: 'committed'; readonly prizeId: string | null; readonly unit: number | null }
  /** Nothing was recorded: the account has changed, or the request id is recorded. With the account as it is. */
  | { readonly kind: 'conflict'; readonly account: Account }
  /** Nothing was recorded: the seed is not the current secret, or a loss was accepted since it was read. */
  | { readonly kind: 'stale_seed' };

/**
 * The record of all draws. It knows no rules.
 *
 * Accounts may be removed `KEEP_DRAWS_DAYS` after the end of their activity; nothing else in it expires, but request
 * ids, of which the last 100 of a user and those of the last 24 hours are kept.
 *
 * Every method throws DependencyError if the store does not answer or refuses to write, or if its record has gone back
 * behind what this process has seen of it. After a `commit` that threw, the draw may be recorded or not; `read` with its
 * request id shows which.
 */
export interface DrawLedger {
  /** The user's account in this activity; `NO_DRAWS` where the user has none. */
  read(activityId: string, uid: string, requestId?: string): Promise<Account>;
  /**
   * Records one draw atomically: gives the draw the next number in the activity's log, awards the first candidate whose
   * prize has fewer awards than its limit and whose cost the budget has room for, numbers the award, and updates the
   * account. It does so only if the account is still as in `commit.draws`, the request id is new to this user, and the
   * seed is the current one, of this epoch, and still secret. When it returns, the draw is as durable as the store can
   * make it.
   */
  commit(commit: DrawCommit): Promise<CommitResult>;
  /**
   * The activity's current seed. Where there is none, or where a secret is wanted and the current one is
   * revealed, `fresh` (hex of 32 random bytes) becomes the next, atomically.
   */
  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed>;
  /** Marks a seed as revealed at `at`, unless it already is, and returns it. No later draw is recorded under it. */
  reveal(activityId: string, seedNo: number, at: number): Promise<Seed>;
}
