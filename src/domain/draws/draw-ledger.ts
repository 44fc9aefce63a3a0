import type { UserDraws, Win } from './account.ts';
import type { Candidate } from './decide-draw.ts';
import type { Earning } from './earnings.ts';

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
  /** The number under which the rules of the decision were announced. */
  readonly rulesNo: number;
  /** The local day that the draw counts for, not before the last day of `draws`. */
  readonly day: string;
  readonly usesEarned: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly candidates: readonly Candidate[];
  /** What all awards together may cost, in whole cents; `null` without a limit. */
  readonly budget: number | null;
}

export type CommitResult =
  /** `prizeId` and `unit` are `null` where nothing was won. */
  | { readonly kind: 'committed'; readonly prizeId: string | null; readonly unit: number | null }
  /** Nothing was recorded: the account has changed, or the request id is recorded. With the account as it is. */
  | { readonly kind: 'conflict'; readonly account: Account }
  /** Nothing was recorded: the seed is not the current secret. */
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
   * account. It does so only if the account's version is still that of `commit.draws`, the request id is new to this
   * user, and the seed is the current one and still secret. When it returns, the draw is as durable as the store can
   * make it.
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

export interface EarningCommit {
  readonly activityId: string;
  readonly segments: number;
  readonly uid: string;
  /** The account on which the decision is based. */
  readonly draws: UserDraws;
  readonly earning: Earning;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface HelpCommit {
  readonly activityId: string;
  readonly segments: number;
  /** The friend who came. */
  readonly uid: string;
  /** The friend's account. */
  readonly draws: UserDraws;
  readonly inviter: string;
  /** The local day, for the log. */
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type AccountChange =
  | { readonly kind: 'recorded' }
  /** An earning alone: its key is recorded for this user already. Nothing was changed. */
  | { readonly kind: 'known' }
  /** Nothing was recorded: the account has changed. With the account as it is. */
  | { readonly kind: 'conflict'; readonly account: Account };

/** A help that is recorded in the friend's account, and perhaps not yet in the inviter's. */
export interface OpenHelp {
  /** The friend. */
  readonly uid: string;
  readonly inviter: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The record of earned chances, beside that of draws, with the same promises. An invitation is in two accounts: `help`
 * records it in the friend's, and keeps it open until `closeHelp`, so that a process that ends in between leaves
 * something to finish.
 */
export interface EarningsLedger {
  /** Adds chances to an account, once for each key, with an entry in the log. */
  earn(commit: EarningCommit): Promise<AccountChange>;
  /** Records whose invitation the user followed, with an entry in the log, and opens the help. */
  help(commit: HelpCommit): Promise<AccountChange>;
  openHelps(activityId: string): Promise<readonly OpenHelp[]>;
  /** Of a help that is not open, nothing. */
  closeHelp(activityId: string, uid: string): Promise<void>;
}

/** A set of rules as it took force, without its text. */
export interface RulesLink {
  /** From 1, in the order in which they took force. */
  readonly no: number;
  /** SHA-256 of the text, as hex. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The release that brought it; `null` where the file did. */
  readonly release: number | null;
  /** The head of the chain with this set, as hex; empty for sets of the first edition of the ledger. */
  readonly head: string;
  /** Of the digest of the sealed part, as hex; empty where nothing is sealed. */
  readonly salt: string;
}

/** The text of a set of rules, in two parts. */
export interface RulesText {
  /** What is published after the end. */
  readonly text: string;
  /** The rest, of which the text holds a digest; empty where nothing is left out. */
  readonly sealed: string;
}

export interface RulesSet extends RulesLink, RulesText {}

/**
 * What binds an activity: its seeds, and its sets of rules, each announced before the first draw under it. None is ever
 * changed or removed.
 */
export interface BindingBook {
  /** In the order of their numbers. */
  seeds(activityId: string): Promise<readonly Seed[]>;
  /** In the order of their numbers. There may be thousands, so they come without their texts. */
  rules(activityId: string): Promise<readonly RulesLink[]>;
  /** The texts of these sets, in this order; each may be as long as a file. `null` where there is none. */
  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]>;
  /**
   * Adds a set, and an entry of it to the log, if its number is the one after the latest.
   * @returns whether it was added
   */
  announce(activityId: string, set: RulesSet): Promise<boolean>;
}

/** The wins of one user, in pages. */
export interface WinList {
  /**
   * The wins before the `before`-th (from 0, oldest first), at most `limit` of them, oldest first.
   * @param before `null`: the latest ones
   */
  wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]>;
}
