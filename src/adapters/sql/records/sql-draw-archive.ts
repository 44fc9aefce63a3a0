import type { ArchiveCursor } from '../../../domain/draws/archive-cursor.ts';
import type { DrawArchive } from '../../../domain/draws/draw-archive.ts';
import type { LogEntry } from '../../../domain/draws/draw-log.ts';
import { archivedEntry } from './archive-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';

const ROWS_PER_BATCH = 1000;

/** Reads the archive of draws. */
export class SqlDrawArchive implements DrawArchive {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  cursors(activityId: string): Promise<readonly ArchiveCursor[]> {
    return inRecords(() =>
      this.#records.db
        .selectFrom('archive_cursors')
        .select(['log', 'seq', 'mark'])
        .where('activity_id', '=', activityId)
        .orderBy('log')
        .execute(),
    );
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    for (let after = afterSeq; ; ) {
      const batch = await this.#batch(activityId, log, after, upToSeq);
      const last = batch.at(-1);
      if (!last) return;
      yield batch;
      if (batch.length < ROWS_PER_BATCH) return;
      after = last.seq;
    }
  }

  async entry(activityId: string, log: string, seq: number): Promise<LogEntry | null> {
    const [found] = await this.#batch(activityId, log, seq - 1, seq);
    return found ?? null;
  }

  #batch(activityId: string, log: string, afterSeq: number, upToSeq: number): Promise<LogEntry[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('archive_entries')
        .selectAll()
        .where('activity_id', '=', activityId)
        .where('log', '=', log)
        .where('seq', '>', afterSeq)
        .where('seq', '<=', upToSeq)
        .orderBy('seq')
        .limit(ROWS_PER_BATCH)
        .execute();
      return rows.map(archivedEntry);
    });
  }
}
