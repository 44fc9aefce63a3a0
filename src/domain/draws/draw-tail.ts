import type { DrawLog, LogEntry } from './draw-log.ts';

/** The logs as the ledger's own store has them, for who follows them. Of a log that was trimmed it has the end. */
export interface DrawTail extends Pick<DrawLog, 'activityIds' | 'book' | 'rulesTexts'> {
  /** The names of an activity's logs, the root first. */
  logNames(activityId: string): Promise<readonly string[]>;
  /**
   * Entries from number `fromSeq` on, oldest first, at most `limit`, all of one moment. A number that was lost is missing;
   * of a log that is not there, there are none.
   * @throws DependencyError or Error if the store does not answer, Error if an entry cannot be read
   */
  slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]>;
}
