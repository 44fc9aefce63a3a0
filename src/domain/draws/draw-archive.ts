import type { LogEntry } from './draw-log.ts';

/** Up to where one log is archived. */
export interface ArchiveCursor {
  /** As `DrawLog` names it. */
  readonly log: string;
  /** The number of the latest entry that is archived; 0 for none. */
  readonly seq: number;
  /** What that entry is recognised by, see `markOf`; empty for none. */
  readonly mark: string;
}

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
