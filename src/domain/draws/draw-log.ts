import type { DrawLedger, Seed } from './draw-ledger.ts';

/** An entry of an activity's log: one draw. */
export interface LogEntry {
  /** From 1, in the order in which the draws were recorded, without gaps. */
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

/** What a ledger keeps beside the log. An audit computes it again from the log. */
export interface LedgerBook {
  /** The number of the latest draw. */
  readonly seq: number;
  /** The number of awards of each prize id. A prize without awards is missing. */
  readonly awarded: ReadonlyMap<string, number>;
  readonly seeds: readonly Seed[];
  /** Text of each version of the rules, by its hash. */
  readonly rules: ReadonlyMap<string, string>;
}

/** A user's account, as the ledger keeps it beside the log. */
export interface AccountEntry {
  readonly uid: string;
  readonly drawNo: number;
  readonly wins: readonly { readonly drawId: string; readonly prizeId: string }[];
}

/** The ledger for audits and exports, also while draws are recorded. */
export interface DrawLog {
  /** The ids of all activities that have a record. */
  activityIds(): Promise<string[]>;
  /** Of an activity without draws: number 0, and empty lists. */
  book(activityId: string): Promise<LedgerBook>;
  /** The log from `afterSeq` on, oldest first, up to and with `upToSeq`; in batches, so that it need not fit in memory. */
  entries(activityId: string, afterSeq: number, upToSeq: number): AsyncIterable<readonly LogEntry[]>;
  accounts(activityId: string): AsyncIterable<readonly AccountEntry[]>;
}

/** The ledger for callers that only read: its log, and the accounts as a draw reads them. */
export interface LedgerSnapshot {
  readonly drawLog: DrawLog;
  readonly accounts: Pick<DrawLedger, 'read'>;
}
