import type { DrawLedger, Seed } from './draw-ledger.ts';

/** One draw as the log of its activity has it. */
export interface LogEntry {
  /** From 1, in the order in which the draws were booked; without a gap. */
  readonly seq: number;
  readonly uid: string;
  readonly requestId: string;
  readonly drawId: string;
  readonly drawNo: number;
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly seedNo: number;
  readonly rulesHash: string;
  readonly prizeId: string | null;
}

/** What a ledger keeps besides the log, and what must follow from it. */
export interface LedgerBook {
  /** The number of the latest draw. */
  readonly seq: number;
  /** How many of each prize have been awarded. */
  readonly awarded: ReadonlyMap<string, number>;
  readonly seeds: readonly Seed[];
  /** Text of each version of the rules, by its hash. */
  readonly rules: ReadonlyMap<string, string>;
}

/** The user's account, as the ledger keeps it for quick reading. */
export interface AccountEntry {
  readonly uid: string;
  readonly drawNo: number;
  readonly wins: readonly { readonly drawId: string; readonly prizeId: string }[];
}

/** The ledger as an auditor reads it, while draws go on. */
export interface DrawLog {
  /** Every activity that something is booked for. */
  activityIds(): Promise<string[]>;
  book(activityId: string): Promise<LedgerBook>;
  /** The log from `afterSeq` on, oldest first, up to and with `upToSeq`; in batches, so that none has to be held whole. */
  entries(activityId: string, afterSeq: number, upToSeq: number): AsyncIterable<readonly LogEntry[]>;
  accounts(activityId: string): AsyncIterable<readonly AccountEntry[]>;
}

/** The ledger for callers that only read: its log, and the accounts as a draw reads them. */
export interface LedgerSnapshot {
  readonly drawLog: DrawLog;
  readonly accounts: Pick<DrawLedger, 'read'>;
}
