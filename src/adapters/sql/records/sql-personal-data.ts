import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import {
  FORGOTTEN_DRAW,
  type PersonalData,
  type PersonalTraces,
} from '../../../domain/deliveries/personal-data.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* The queries of other processes take some milliseconds; a backup or an export may read for longer. */
const CHECKPOINT_ATTEMPTS = 20;
const CHECKPOINT_PAUSE_MS = 100;

/** Personal data in the record store. */
export class SqlPersonalData implements PersonalData {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  find(uid: string, activityId: string | null): Promise<PersonalTraces> {
    return inRecords(() => tracesOf(this.#records.db, uid, activityId));
  }

  erase(uid: string, activityId: string | null, at: number) {
    return inRecords(async () => {
      const { db } = this.#records;
      const traces = await db.transaction().execute(async (transaction) => {
        // The deliveries first, as a claim does: a form that is being changed waits, or is changed after it.
        await closeDeliveries(transaction, uid, activityId, at);
        const found = await tracesOf(transaction, uid, activityId);
        const [forms, codes] = [
          await deleteForms(transaction, uid, activityId),
          await unlinkCodes(transaction, uid, activityId),
        ];
        return { ...found, forms, codes };
      });
      return { ...traces, isOverwritten: await this.#overwritten() };
    });
  }

  /*
   * SQLite has overwritten the rows, and still has the pages from before in its write-ahead log. PostgreSQL keeps dead rows
   * until its vacuum; they are sealed.
   */
  async #overwritten(): Promise<boolean> {
    if (this.#records.kind !== 'sqlite') return true;
    for (let attempt = 1; attempt <= CHECKPOINT_ATTEMPTS; attempt++) {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(this.#records.db);
      if (rows[0]?.busy === 0) return true;
      await sleep(CHECKPOINT_PAUSE_MS);
    }
    return false;
  }
}

/* The deliveries of a user; `deliveries_uid` finds them. */
function ofUser(db: Kysely<RecordsSchema>, uid: string, activityId: string | null) {
  return db
    .selectFrom('deliveries')
    .where('deliveries.uid', '=', uid)
    .$if(activityId !== null, (query) => query.where('deliveries.activity_id', '=', activityId ?? ''));
}

async function tracesOf(
  db: Kysely<RecordsSchema>,
  uid: string,
  activityId: string | null,
): Promise<PersonalTraces> {
  const rows = await ofUser(db, uid, activityId)
    .leftJoin('forms', (join) =>
      join
        .onRef('forms.activity_id', '=', 'deliveries.activity_id')
        .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
    )
    .leftJoin('codes', (join) =>
      join
        .onRef('codes.activity_id', '=', 'deliveries.activity_id')
        .onRef('codes.prize_id', '=', 'deliveries.prize_id')
        .onRef('codes.unit', '=', 'deliveries.unit')
        .onRef('codes.draw_id', '=', 'deliveries.draw_id'),
    )
    .select(['method', 'endpoint', 'state', 'attempts', 'lease_until', 'fence'])
    .select(['forms.draw_id as form', 'codes.draw_id as code'])
    .execute();
  const forms = rows.filter(({ method }) => method === 'form');
  // One that is leased may be on its way.
  const sent = forms.filter(({ endpoint, fence }) => endpoint !== null && fence > 0);
  const sentTo: Record<string, number> = {};
  for (const { endpoint } of sent) sentTo[endpoint ?? ''] = (sentTo[endpoint ?? ''] ?? 0) + 1;
  return {
    forms: rows.filter(({ form }) => form !== null).length,
    codes: rows.filter(({ code }) => code !== null).length,
    wins: rows.length,
    sentTo,
    handedOn: forms.filter(
      ({ endpoint, state }) => endpoint === null && (state === 'sent' || state === 'delivered'),
    ).length,
  };
}

/* An open form is asked for again, as it is still the user's prize. What a sender has in its hands is ended under it. */
async function closeDeliveries(
  transaction: Transaction<RecordsSchema>,
  uid: string,
  activityId: string | null,
  at: number,
): Promise<void> {
  const received = transaction
    .updateTable('deliveries')
    .where('uid', '=', uid)
    .$if(activityId !== null, (query) => query.where('activity_id', '=', activityId ?? ''))
    .where('method', '=', 'form')
    .where('state', '=', 'form_received');
  await received
    .where('attempts', '=', 0)
    .where('lease_until', 'is', null)
    .set({ state: 'form_wanted', due_at: null, changed_at: at })
    .execute();
  await received
    .set(({ eb }) => ({
      state: 'failed',
      last_error: FORGOTTEN_DRAW,
      due_at: null,
      lease_until: null,
      fence: eb('fence', '+', 1),
      changed_at: at,
    }))
    .execute();
}

async function deleteForms(
  transaction: Transaction<RecordsSchema>,
  uid: string,
  activityId: string | null,
): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('forms')
    .where(({ eb, refTuple }) =>
      eb(
        refTuple('forms.activity_id', 'forms.draw_id'),
        'in',
        ofUser(transaction, uid, activityId)
          .select(['deliveries.activity_id', 'deliveries.draw_id'])
          .$asTuple('activity_id', 'draw_id'),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function unlinkCodes(
  transaction: Transaction<RecordsSchema>,
  uid: string,
  activityId: string | null,
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('codes')
    .set({ draw_id: FORGOTTEN_DRAW })
    .where(({ eb, refTuple }) =>
      eb(
        refTuple('codes.activity_id', 'codes.prize_id', 'codes.unit'),
        'in',
        ofUser(transaction, uid, activityId)
          .select(['deliveries.activity_id', 'deliveries.prize_id', 'deliveries.unit'])
          .$asTuple('activity_id', 'prize_id', 'unit'),
      ),
    )
    .where('draw_id', 'in', ofUser(transaction, uid, activityId).select('deliveries.draw_id'))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
