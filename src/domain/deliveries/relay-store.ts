import type { ArchiveCursor } from '../draws/archive-cursor.ts';
import type { RulesSet } from '../draws/binding-book.ts';
import type { LogEntry } from '../draws/draw-log.ts';
import type { NewDelivery } from './new-delivery.ts';

/** Why an activity is not archived: its log and the archive are no longer of one history. */
export type HaltReason =
  /** The log has no entry at the cursor: it went back. */
  | 'entry_missing'
  /** The log has another entry there: it went back, and then on. */
  | 'entry_differs'
  /** The ledger has no such log any more. */
  | 'log_missing'
  /** Entries between the cursor and the rest of the log are gone, and no accepted loss says why. */
  | 'entries_missing';

export interface RelayCursor extends ArchiveCursor {
  readonly activityId: string;
  /** `null` where it goes on. */
  readonly halted: { readonly at: number; readonly reason: HaltReason } | null;
}

/** A seed as it is archived: sealed while it is secret. */
export interface ArchivedSeed {
  readonly no: number;
  /** Sealed where `revealedAt` is `null`, else the secret itself, as hex. */
  readonly secret: string;
  /** Milliseconds since the epoch; `null` while it is secret. */
  readonly revealedAt: number | null;
}

/** What one step moves. */
export interface RelayBatch {
  readonly activityId: string;
  readonly log: string;
  /** Where the archive must stand; 0 and an empty mark before the first entry. */
  readonly after: Pick<ArchiveCursor, 'seq' | 'mark'>;
  /** Those that follow, oldest first: from none to 1,000, some 250 KB. */
  readonly entries: readonly LogEntry[];
  /**
   * Sets of rules and seeds may be archived already. A set that is another one than that of its number, by its head, is
   * kept beside it: a ledger that lost some gives their numbers to others.
   */
  readonly rules: readonly RulesSet[];
  readonly seeds: readonly ArchivedSeed[];
  /** One for each entry that won. */
  readonly deliveries: readonly NewDelivery[];
}

export type AppendResult =
  /** `collided`: deliveries whose unit another draw has. They are recorded as failed. */
  | { readonly kind: 'appended'; readonly collided: readonly NewDelivery[] }
  /** The cursor is elsewhere, or halted; nothing was changed. */
  | { readonly kind: 'moved' };

/** The record store, for the relay. Every method throws DependencyError if it does not answer. */
export interface RelayStore {
  /** Of all logs that have one, or of one activity's. */
  cursors(activityId?: string): Promise<readonly RelayCursor[]>;
  /** Moves a batch and the cursor in one transaction. After a fault, it may be moved or not; repeated, it changes nothing. */
  append(batch: RelayBatch): Promise<AppendResult>;
  /**
   * Halts a log: nothing more is appended to it.
   * @returns whether it was not halted before
   */
  halt(activityId: string, log: string, at: number, reason: HaltReason): Promise<boolean>;
}

/** The way out of a halt. Every method throws DependencyError if the store does not answer. */
export interface ArchiveRecovery {
  /**
   * Keeps what the archive of a halted log has after entry `keptTo` under another name of the log, so that no number is
   * taken twice. The log stays halted. After a fault, a part may be set aside; repeated, it goes on.
   * @param keptTo the number of an archived entry, or 0
   * @param at milliseconds since the epoch
   */
  setAside(activityId: string, log: string, keptTo: number, at: number): Promise<void>;
  /**
   * Lifts the halt of a log and moves a batch to it, in one transaction; a batch without entries lifts the halt alone.
   * `moved`: the cursor is elsewhere, or the log is not halted.
   */
  resume(batch: RelayBatch): Promise<AppendResult>;
}
