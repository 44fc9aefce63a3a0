import type { Candidate } from './decide-draw.ts';
import type { UserDraws } from './user-draw-info.ts';

/** One draw, as its user is told of it. */
export interface BookedDraw {
  readonly drawId: string;
  readonly drawNo: number;
  readonly prizeId: string | null;
}

export interface Account {
  readonly draws: UserDraws;
  /** The draw that was booked under the request id asked for. */
  readonly booked: BookedDraw | null;
}

/** The secret from which an activity's tickets are made, until it is told. */
export interface Seed {
  /** From 1. An activity that is reopened after its seed was told gets another. */
  readonly no: number;
  /** 32 bytes, as hex. */
  readonly secret: string;
  /** Milliseconds since the epoch; `null` while it is a secret. */
  readonly revealedAt: number | null;
}

export interface DrawCommit {
  readonly activityId: string;
  readonly uid: string;
  readonly requestId: string;
  readonly drawId: string;
  /** The account as it was read, on which the decision rests. */
  readonly draws: UserDraws;
  readonly seedNo: number;
  /** The rules that the decision was made under: a canonical text, and its SHA-256 in hex. */
  readonly rules: { readonly hash: string; readonly text: string };
  /** The local day it counts for, never before the last day of `draws`. */
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly candidates: readonly Candidate[];
}

export type CommitResult =
  | { readonly kind: 'committed'; readonly prizeId: string | null }
  /** Nothing was booked: the account has moved on, the request is booked, or the seed is not the current secret. */
  | { readonly kind: 'conflict' };

/**
 * The book of draws: what was drawn, by whom, and what was won. It keeps the books and knows no rules.
 *
 * Every method throws DependencyError if the store cannot say. After a `settle` that threw it is not known
 * whether the draw was booked; reading again with its request id tells.
 */
export interface DrawLedger {
  /** All that is booked for this user in this activity; `NO_DRAWS` for whoever never drew. */
  read(activityId: string, uid: string, requestId?: string): Promise<Account>;
  /**
   * Books one draw and all that goes with it in one step: the first of the candidates whose prize has been awarded
   * fewer times than its limit is won and counted, the account moves on, and the draw gets the next number in
   * the activity's log. Only if the user's draw number is still that of `order.draws`, the request id is new
   * to this user, and the seed is the current one and still secret. When it returns, the draw is recorded as
   * lastingly as this store can.
   */
  commit(order: DrawCommit): Promise<CommitResult>;
  /**
   * The activity's current seed. Where there is none, or where a secret is wanted and the current one has
   * been told, `fresh` (hex of 32 random bytes) becomes the next.
   */
  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed>;
  /** Marks a seed as told at `at`, unless it already was, and returns it. Nothing is booked under it any more. */
  reveal(activityId: string, seedNo: number, at: number): Promise<Seed>;
}
