import type { UserDraws } from './account.ts';
import type { Account } from './draw-ledger.ts';
import type { Earning } from './earnings.ts';

export interface EarningCommit {
  readonly activityId: string;
  readonly segments: number;
  readonly uid: string;
  /** The account on which the decision is based. */
  readonly draws: UserDraws;
  readonly earning: Earning;
  /** That of the latest seed. */
  readonly epoch: number;
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
  /** That of the latest seed. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type AccountChange =
  | { readonly kind: 'recorded' }
  /** An earning alone: its key is recorded for this user already. Nothing was changed. */
  | { readonly kind: 'known' }
  /** Nothing was recorded: the account has changed. With the account as it is. */
  | { readonly kind: 'conflict'; readonly account: Account }
  /** Nothing was recorded: a loss was accepted since the seed was read. */
  | { readonly kind: 'stale_seed' };

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
 * something to finish. Every method throws DependencyError as those of DrawLedger do.
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
