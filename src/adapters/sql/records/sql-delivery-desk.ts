import { type Kysely, sql } from 'kysely';
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type {
  DeliveryCount,
  DeliveryDesk,
  DeliveryFilter,
  ListedDelivery,
  RetryFilter,
} from '../../../domain/deliveries/delivery-desk.ts';
import type { DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import { dueAsWon } from './due-as-won.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* In SQLite other writers wait meanwhile, for some 10 ms. */
const RETRIED_AT_ONCE = 1000;

export class SqlDeliveryDesk implements DeliveryDesk {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  counts(activityId: string | null): Promise<readonly DeliveryCount[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('deliveries')
        .select(['activity_id', 'method', 'endpoint', 'state'])
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .$if(activityId !== null, (query) => query.where('activity_id', '=', activityId as string))
        .groupBy(['activity_id', 'method', 'endpoint', 'state'])
        .orderBy('activity_id')
        .orderBy('method')
        .orderBy(sql`coalesce(endpoint, '')`)
        .orderBy('state')
        .execute();
      return rows.map(({ activity_id, method, endpoint, state, count }) => ({
        activityId: activity_id,
        ...wordsOf({ method, state }),
        ...{ endpoint, count },
      }));
    });
  }

  list({ activityId, state, limit }: DeliveryFilter): Promise<readonly ListedDelivery[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '=', state)
        .$if(activityId !== null, (query) => query.where('activity_id', '=', activityId as string))
        .orderBy('won_at', 'desc')
        .orderBy('draw_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        activityId: row.activity_id,
        drawId: row.draw_id,
        uid: row.uid,
        prizeId: row.prize_id,
        name: row.name,
        ...wordsOf(row),
        endpoint: row.endpoint,
        wonAt: row.won_at,
        attempts: row.attempts,
        dueAt: row.due_at,
        lastError: row.last_error,
      }));
    });
  }

  retry({ drawIds, ...others }: RetryFilter, now: number): Promise<number> {
    return inRecords(async () => {
      const { db } = this.#records;
      if (drawIds === null) return retryInParts(db, others, null, now);
      let retried = 0;
      for (let from = 0; from < drawIds.length; from += RETRIED_AT_ONCE) {
        const part = drawIds.slice(from, from + RETRIED_AT_ONCE);
        retried += await retryInParts(db, others, part, now);
      }
      return retried;
    });
  }
}

async function retryInParts(
  db: Kysely<RecordsSchema>,
  others: Omit<RetryFilter, 'drawIds'>,
  drawIds: readonly string[] | null,
  now: number,
): Promise<number> {
  for (let retried = 0; ; ) {
    const part = await db
      .transaction()
      .execute((transaction) => retryPart(transaction, { ...others, drawIds }, now));
    retried += part;
    if (part < RETRIED_AT_ONCE) return retried;
  }
}

async function retryPart(
  db: Kysely<RecordsSchema>,
  { activityId, endpoint, drawIds }: RetryFilter,
  now: number,
): Promise<number> {
  const failed = db
    .selectFrom('deliveries as failed')
    .select(['failed.activity_id', 'failed.draw_id'])
    .where('failed.state', '=', 'failed')
    .where('failed.endpoint', 'is not', null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('failed.method', '<>', 'form'),
        exists(
          selectFrom('forms')
            .select('forms.draw_id')
            .whereRef('forms.activity_id', '=', 'failed.activity_id')
            .whereRef('forms.draw_id', '=', 'failed.draw_id'),
        ),
      ]),
    )
    // Below are those whose unit another draw has.
    .$if(drawIds === null, (query) => query.where('failed.unit', '>', 0))
    .$if(activityId !== null, (query) => query.where('failed.activity_id', '=', activityId as string))
    .$if(endpoint !== null, (query) => query.where('failed.endpoint', '=', endpoint as string))
    .$if(drawIds !== null, (query) => query.where('failed.draw_id', 'in', drawIds as readonly string[]))
    .limit(RETRIED_AT_ONCE);
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      state: sql<string>`case when method = 'form' then 'form_received' else 'preparing' end`,
      attempts: 0,
      due_at: dueAsWon(now),
      lease_until: null,
      last_error: null,
      changed_at: now,
    })
    .where(({ eb, refTuple }) =>
      eb(refTuple('activity_id', 'draw_id'), 'in', failed.$asTuple('activity_id', 'draw_id')),
    )
    .where('state', '=', 'failed')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/* The store holds words of ours. */
function wordsOf({ method, state }: { method: string; state: string }) {
  return { method: method as DeliveryMethod, state: state as DeliveryState };
}
