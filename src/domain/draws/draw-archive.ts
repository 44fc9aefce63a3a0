import type { ArchiveCursor } from './archive-cursor.ts';
import type { LogEntry } from './draw-log.ts';

/**
 * The archive of draws: a copy of each log up to its cursor, without a gap but for accepted losses. Nothing in it expires.
 * Every method throws DependencyError if the store does not answer.
 */
export interface DrawArchive {
  /** Of all logs of an activity of which something is archived. */
  cursors(activityId: string): Promise<readonly ArchiveCursor[]>;
  /** As `DrawLog.entries`: oldest first, in batches. What is archived meanwhile may be missing. */
  entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]>;
  /** `null` where this number is not archived. */
  entry(activityId: string, log: string, seq: number): Promise<LogEntry | null>;
}
