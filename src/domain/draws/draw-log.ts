import type { UserDraws } from './account.ts';
import type { ArchiveCursor } from './archive-cursor.ts';
import type { BindingBook, RulesLink } from './binding-book.ts';
import type { DrawLedger, Seed } from './draw-ledger.ts';
import type { UnitPools } from './unit-pools.ts';
import type { WinList } from './win-list.ts';

interface Numbered {
  /** From 1, in the order in which the entries of this log were recorded. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One draw. */
export interface DrawEntry extends Numbered {
  readonly kind: 'draw';
  readonly uid: string;
  readonly requestId: string;
  readonly drawId: string;
  readonly drawNo: number;
  readonly day: string;
  readonly seedNo: number;
  readonly rulesNo: number;
  readonly prizeId: string | null;
  /** `null` without a prize. */
  readonly unit: number | null;
  /** What the prize cost, in whole cents; 0 without a prize. */
  readonly cost: number;
  /** Whether the risk check denied the draw, which then wins nothing. */
  readonly denied?: true;
}

/** A set of rules took force. */
export interface RulesEntry extends Numbered {
  readonly kind: 'rules';
  readonly no: number;
  readonly hash: string;
  readonly release: number | null;
  readonly head: string;
}

/** A user earned chances. */
export interface EarningEntry extends Numbered {
  readonly kind: 'earning';
  readonly uid: string;
  readonly key: string;
  readonly chances: number;
  readonly day: string;
}

/** A user followed an invitation. */
export interface HelpEntry extends Numbered {
  readonly kind: 'help';
  readonly uid: string;
  readonly inviter: string;
  readonly day: string;
}

/** An operator accepted that the store lost entries. Its number is the one after the last that was lost. */
export interface LossEntry extends Numbered {
  readonly kind: 'loss';
  /** The number of the last entry that is left. */
  readonly after: number;
}

export type LogEntry = DrawEntry | RulesEntry | EarningEntry | HelpEntry | LossEntry;

/** One of the logs of an activity. Without segments there is one; with them, one of rules and one a segment. */
export interface LogEnd {
  /** `root`, or the number of the segment, from 0. */
  readonly log: string;
  /** The number of the latest entry. */
  readonly seq: number;
}

/** What a ledger keeps beside the log. An audit computes it again from the log. */
export interface LedgerBook {
  /** The root comes first. */
  readonly logs: readonly LogEnd[];
  /** The number of awards of each prize id. A prize without awards is missing. */
  readonly awarded: ReadonlyMap<string, number>;
  /** What they cost together, in whole cents. */
  readonly spent: number;
  readonly seeds: readonly Seed[];
  readonly rules: readonly RulesLink[];
  /** When the accounts were removed, in milliseconds since the epoch; `null` while they are kept. */
  readonly sweptAt: number | null;
  /** Up to where each log was archived before this book was read; left out where the log is read without an archive. */
  readonly archived?: readonly ArchiveCursor[];
}

/** A user's account, as the ledger keeps it beside the log. */
export interface AccountEntry {
  readonly uid: string;
  /** `NO_DRAWS` where there is none. */
  readonly draws: UserDraws;
  /** The number of wins that are kept one by one. */
  readonly winsKept: number;
}

/**
 * The ledger for audits and exports, also while draws are recorded. `book`, `rulesTexts` and `entries` throw DependencyError
 * if the store does not answer.
 */
export interface DrawLog extends Pick<BindingBook, 'rulesTexts'> {
  /** The ids of all activities that have a record. */
  activityIds(): Promise<string[]>;
  /** Of an activity without draws: the root with the number 0, and empty lists. */
  book(activityId: string): Promise<LedgerBook>;
  /**
   * One log from `afterSeq` on, oldest first, up to and with `upToSeq`; in batches, so that it need not fit in memory.
   */
  entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]>;
  /** The accounts of these users, in their order. */
  accounts(activityId: string, uids: readonly string[]): Promise<readonly AccountEntry[]>;
}

/** The ledger for callers that only read: its log, and the accounts as a draw reads them. */
export interface LedgerSnapshot {
  readonly drawLog: DrawLog;
  readonly accounts: Pick<DrawLedger, 'read'> & WinList;
  readonly pools: Pick<UnitPools, 'pools'>;
}
