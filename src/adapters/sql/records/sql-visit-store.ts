import { sql, type Transaction } from 'kysely';
import type { VisitBatch, VisitStore } from '../../../domain/visitors/visit-store.ts';
import { countKey } from './count-key.ts';
import { insertRows } from './insert-rows.ts';
import { mergeSketches } from './merge-sketches.ts';
import type { RecordKind } from './record-database.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import { removeInParts } from './remove-in-parts.ts';

type InTransaction = Transaction<RecordsSchema>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/* A process that could not add anything for so long has ended. */
const WRITER_MS = 7 * 24 * HOUR_MS;

/**
 * Adds up what processes have counted. All write their rows in the order of the keys: two that add at once would else wait for
 * each other.
 */
export class SqlVisitStore implements VisitStore {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  add(batch: VisitBatch): Promise<void> {
    const { db, kind } = this.#records;
    return inRecords(() =>
      db.transaction().execute(async (transaction) => {
        if (!(await isNew(transaction, batch))) return;
        await addCounts(transaction, kind, batch);
        await addRefusals(transaction, kind, batch);
        const visitors = await mergeSketches(transaction, kind, batch);
        await addTimes(transaction, kind, batch, visitors);
      }),
    );
  }

  removeBefore({ hours, minutes }: { readonly hours: number; readonly minutes: number }): Promise<void> {
    return inRecords(async () => {
      const remove = (table: string, where: ReturnType<typeof sql>) =>
        removeInParts(this.#records, table, where);
      await remove('visit_times', sql`step = ${MINUTE_MS} and at < ${minutes}`);
      await remove('visit_times', sql`step = ${HOUR_MS} and at < ${hours}`);
      await remove('draw_times', sql`step = ${MINUTE_MS} and at < ${hours}`);
      await remove('visit_counts', sql`hour < ${hours}`);
      await remove('visit_refusals', sql`hour < ${hours}`);
      await remove('visit_sketches', sql`changed_at < ${hours}`);
      await remove('visit_writers', sql`at < ${minutes - WRITER_MS}`);
    });
  }
}

/* The row of the writer is the lock of its batches, too. */
async function isNew(transaction: InTransaction, { writer, no, at }: VisitBatch): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('visit_writers')
    .values({ writer, no, at })
    .onConflict((conflict) =>
      conflict.column('writer').doUpdateSet({ no, at }).where('visit_writers.no', '<', no),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

const COUNT_COLUMNS = {
  activity_id: 'text',
  hour: 'int8',
  zone: 'text',
  channel: 'text',
  visits: 'int8',
  draws: 'int8',
  wins: 'int8',
} as const;

async function addCounts(
  transaction: InTransaction,
  kind: RecordKind,
  { at, counts }: VisitBatch,
): Promise<void> {
  if (counts.length === 0) return;
  const hour = at - (at % HOUR_MS);
  const rows = counts.map(({ activityId, ...count }) => ({ activity_id: activityId, hour, ...count }));
  rows.sort((one, other) => (countKey(one) < countKey(other) ? -1 : 1));
  const then = sql`on conflict (activity_id, hour, zone, channel) do update set
    visits = visit_counts.visits + excluded.visits, draws = visit_counts.draws + excluded.draws,
    wins = visit_counts.wins + excluded.wins`;
  await insertRows(kind, 'visit_counts', COUNT_COLUMNS, rows, then).execute(transaction);
}

async function addRefusals(
  transaction: InTransaction,
  kind: RecordKind,
  { at, refusals }: VisitBatch,
): Promise<void> {
  if (refusals.length === 0) return;
  const hour = at - (at % HOUR_MS);
  const rows = refusals.map(({ activityId, code, count }) => ({
    activity_id: activityId,
    hour,
    code,
    count,
  }));
  rows.sort((one, other) => (countKey(one) < countKey(other) ? -1 : 1));
  const columns = { activity_id: 'text', hour: 'int8', code: 'text', count: 'int8' } as const;
  const then = sql`on conflict (activity_id, hour, code) do update set
    count = visit_refusals.count + excluded.count`;
  await insertRows(kind, 'visit_refusals', columns, rows, then).execute(transaction);
}

const TIME_COLUMNS = {
  activity_id: 'text',
  step: 'int8',
  at: 'int8',
  visits: 'int8',
  visitors: 'int8',
} as const;

async function addTimes(
  transaction: InTransaction,
  kind: RecordKind,
  { at, counts }: VisitBatch,
  visitors: ReadonlyMap<string, number>,
): Promise<void> {
  const visits = new Map<string, number>();
  for (const count of counts) {
    visits.set(count.activityId, (visits.get(count.activityId) ?? 0) + count.visits);
  }
  const rows = [...visits].sort().flatMap(([activity_id, added]) =>
    [MINUTE_MS, HOUR_MS].map((step) => ({
      ...{ activity_id, step, at: at - (at % step), visits: added },
      visitors: visitors.get(activity_id) ?? 0,
    })),
  );
  if (rows.length === 0) return;
  const then = sql`on conflict (activity_id, step, at) do update set
    visits = visit_times.visits + excluded.visits, visitors = visit_times.visitors + excluded.visitors`;
  await insertRows(kind, 'visit_times', TIME_COLUMNS, rows, then).execute(transaction);
}
