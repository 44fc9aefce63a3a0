import { sql, type Transaction } from 'kysely';
import type {
  AppendResult,
  HaltReason,
  RelayBatch,
  RelayCursor,
  RelayStore,
} from '../../../domain/deliveries/relay-store.ts';
import { markOf } from '../../../domain/draws/entry-mark.ts';
import { addDrawCounts } from './add-draw-counts.ts';
import { archiveRowOf, ENTRY_COLUMNS } from './archive-rows.ts';
import { insertRows } from './insert-rows.ts';
import { insertDeliveries } from './new-delivery-rows.ts';
import type { RecordKind } from './record-database.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

type InTransaction = Transaction<RecordsSchema>;

/** The record store, as the relay writes it. */
export class SqlRelayStore implements RelayStore {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  cursors(activityId?: string): Promise<readonly RelayCursor[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('archive_cursors')
        .selectAll()
        .$if(activityId !== undefined, (query) => query.where('activity_id', '=', activityId as string))
        .execute();
      return rows.map((row) => ({
        activityId: row.activity_id,
        log: row.log,
        seq: row.seq,
        mark: row.mark,
        halted:
          row.halted_at === null
            ? null
            : { at: row.halted_at, reason: (row.halt_reason ?? 'entry_missing') as HaltReason },
      }));
    });
  }

  append(batch: RelayBatch): Promise<AppendResult> {
    const { db, kind } = this.#records;
    return inRecords(() => db.transaction().execute((transaction) => appendBatch(transaction, kind, batch)));
  }

  halt(activityId: string, log: string, at: number, reason: HaltReason): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const halted = { halted_at: at, halt_reason: reason };
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('archive_cursors')
          .values({ activity_id: activityId, log, seq: 0, mark: '', ...halted })
          .onConflict((conflict) =>
            conflict
              .columns(['activity_id', 'log'])
              .doUpdateSet(halted)
              .where('archive_cursors.halted_at', 'is', null),
          )
          .executeTakeFirst();
        return (numInsertedOrUpdatedRows ?? 0n) > 0n;
      }),
    );
  }
}

/** Moves a batch within a transaction. `moved`: nothing was changed. */
export async function appendBatch(
  transaction: InTransaction,
  kind: RecordKind,
  batch: RelayBatch,
): Promise<AppendResult> {
  if (!(await moveCursor(transaction, batch))) return { kind: 'moved' };
  await insertRules(transaction, batch);
  await putSeeds(transaction, batch);
  await insertEntries(transaction, kind, batch);
  await addDrawCounts(transaction, kind, batch.activityId, batch.entries);
  return { kind: 'appended', collided: await insertDeliveries(transaction, kind, batch.deliveries) };
}

/* First of all: of two relays, one waits here for the other, and then finds the cursor moved. */
async function moveCursor(transaction: InTransaction, batch: RelayBatch): Promise<boolean> {
  const { activityId, log, after, entries } = batch;
  const last = entries.at(-1);
  if (after.seq === 0) {
    // Without entries, there is nothing that a cursor could stand at.
    if (!last) return true;
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('archive_cursors')
      .values({
        activity_id: activityId,
        log,
        seq: last.seq,
        mark: markOf(last),
        halted_at: null,
        halt_reason: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['activity_id', 'log'])
          .doUpdateSet({ seq: last.seq, mark: markOf(last) })
          .where('archive_cursors.seq', '=', 0)
          .where('archive_cursors.halted_at', 'is', null),
      )
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }
  if (!last) return isAt(transaction, batch);
  const { numUpdatedRows } = await transaction
    .updateTable('archive_cursors')
    .set({ seq: last.seq, mark: markOf(last) })
    .where('activity_id', '=', activityId)
    .where('log', '=', log)
    .where('seq', '=', after.seq)
    .where('mark', '=', after.mark)
    .where('halted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/* A batch without entries leaves the cursor unwritten: each activity has one at each start. */
async function isAt(transaction: InTransaction, { activityId, log, after }: RelayBatch): Promise<boolean> {
  const found = await transaction
    .selectFrom('archive_cursors')
    .select('seq')
    .where('activity_id', '=', activityId)
    .where('log', '=', log)
    .where('seq', '=', after.seq)
    .where('mark', '=', after.mark)
    .where('halted_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

async function insertRules(
  transaction: InTransaction,
  { activityId: activity_id, rules }: RelayBatch,
): Promise<void> {
  for (const { no, hash, at, release, head, salt, text, sealed } of rules) {
    await transaction
      .insertInto('archive_rules')
      .values({ activity_id, no, hash, at, release, head, salt, text, sealed })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/* A seed that is archived as revealed stays so. One that is secret there is sealed, each time otherwise. */
async function putSeeds(
  transaction: InTransaction,
  { activityId: activity_id, seeds }: RelayBatch,
): Promise<void> {
  for (const { no, secret, revealedAt } of seeds) {
    await transaction
      .insertInto('archive_seeds')
      .values({ activity_id, no, secret, revealed_at: revealedAt })
      .onConflict((conflict) =>
        conflict
          .columns(['activity_id', 'no'])
          .doUpdateSet({ secret, revealed_at: revealedAt })
          .where('archive_seeds.revealed_at', 'is', null)
          .where(sql<boolean>`excluded.revealed_at is not null`),
      )
      .execute();
  }
}

async function insertEntries(
  transaction: InTransaction,
  kind: RecordKind,
  { activityId: activity_id, log, entries }: RelayBatch,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ activity_id, log, ...archiveRowOf(entry) }));
  await insertRows(kind, 'archive_entries', ENTRY_COLUMNS, rows).execute(transaction);
}
