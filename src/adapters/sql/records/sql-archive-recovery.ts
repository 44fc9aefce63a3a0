import type { AppendResult, ArchiveRecovery, RelayBatch } from '../../../domain/deliveries/relay-store.ts';
import { markOf } from '../../../domain/draws/entry-mark.ts';
import { addDrawCounts } from './add-draw-counts.ts';
import { archivedEntry } from './archive-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { appendBatch } from './sql-relay-store.ts';

/* A step of some 10 ms, so that nobody waits long for it. */
const ROWS_PER_STEP = 2000;

/**
 * Sets entries aside from the end on, a part at a time. After each the cursor stands at the last entry that is left, so
 * that the archive is whole whenever this ends.
 */
export class SqlArchiveRecovery implements ArchiveRecovery {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  setAside(activityId: string, log: string, keptTo: number, at: number): Promise<void> {
    return inRecords(async () => {
      while (await setAsideSlice(this.#records, activityId, log, keptTo, `${log}~${at}`));
    });
  }

  resume(batch: RelayBatch): Promise<AppendResult> {
    const { db, kind } = this.#records;
    return inRecords(() =>
      db.transaction().execute(async (transaction): Promise<AppendResult> => {
        const { numUpdatedRows } = await transaction
          .updateTable('archive_cursors')
          .set({ halted_at: null, halt_reason: null })
          .where('activity_id', '=', batch.activityId)
          .where('log', '=', batch.log)
          .where('seq', '=', batch.after.seq)
          .where('mark', '=', batch.after.mark)
          .where('halted_at', 'is not', null)
          .executeTakeFirst();
        // From here on the row is ours, so the cursor is where it was found.
        return numUpdatedRows > 0n ? appendBatch(transaction, kind, batch) : { kind: 'moved' };
      }),
    );
  }
}

/* Whether there was something to set aside. */
function setAsideSlice(
  { db, kind }: RecordSource,
  activityId: string,
  log: string,
  keptTo: number,
  aside: string,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const entries = transaction
      .selectFrom('archive_entries')
      .selectAll()
      .where('activity_id', '=', activityId)
      .where('log', '=', log)
      .orderBy('seq', 'desc');
    const latest = await entries.where('seq', '>', keptTo).limit(ROWS_PER_STEP).execute();
    const lowest = latest.at(-1)?.seq;
    if (lowest !== undefined) {
      await transaction
        .updateTable('archive_entries')
        .set({ log: aside })
        .where('activity_id', '=', activityId)
        .where('log', '=', log)
        .where('seq', '>=', lowest)
        .execute();
      await addDrawCounts(transaction, kind, activityId, latest.map(archivedEntry), -1);
    }
    const left = await entries.limit(1).executeTakeFirst();
    await transaction
      .updateTable('archive_cursors')
      .set({ seq: left?.seq ?? 0, mark: left ? markOf(archivedEntry(left)) : '' })
      .where('activity_id', '=', activityId)
      .where('log', '=', log)
      .execute();
    return lowest !== undefined;
  });
}
