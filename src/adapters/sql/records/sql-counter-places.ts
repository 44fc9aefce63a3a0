import { type Kysely, sql } from 'kysely';
import type { CounterPlace, CounterPlaces } from '../../../domain/deliveries/counter-places.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* Written into the query: only so is the index `deliveries_counter` used, which has these alone. */
const BY_COUNTER = sql<boolean>`method = 'counter'`;

/** Read from the index `deliveries_counter`. */
export class SqlCounterPlaces implements CounterPlaces {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  places(most: number, upTo: number): Promise<readonly CounterPlace[]> {
    return inRecords(async () => {
      const { db } = this.#records;
      const places: CounterPlace[] = [];
      // From one activity to the next by the index.
      for (let last = ''; places.length < most; ) {
        const row = await db
          .selectFrom('deliveries')
          .select(({ fn }) => fn.min('activity_id').as('id'))
          .where(BY_COUNTER)
          .where('activity_id', '>', last)
          .executeTakeFirst();
        if (!row?.id) break;
        last = row.id;
        places.push(await placeOf(db, last, upTo));
      }
      return places;
    });
  }
}

async function placeOf(db: Kysely<RecordsSchema>, activityId: string, upTo: number): Promise<CounterPlace> {
  const open = await countOf(db, activityId, 'ready', upTo);
  const redeemed = await countOf(db, activityId, 'redeemed', upTo);
  const latest = await db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.max('changed_at').as('at'))
    .where(BY_COUNTER)
    .where('activity_id', '=', activityId)
    .where('state', '=', 'redeemed')
    .executeTakeFirst();
  return { activityId, open, redeemed, lastRedeemedAt: latest?.at ?? null };
}

async function countOf(
  db: Kysely<RecordsSchema>,
  activityId: string,
  state: string,
  upTo: number,
): Promise<number> {
  const { count } = await db
    .selectFrom((from) =>
      from
        .selectFrom('deliveries')
        .select('changed_at')
        .where(BY_COUNTER)
        .where('activity_id', '=', activityId)
        .where('state', '=', state)
        .limit(upTo)
        .as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
