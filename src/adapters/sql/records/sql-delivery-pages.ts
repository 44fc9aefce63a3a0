import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { DELIVERY_STATES, type DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type {
  DeliveryPage,
  DeliveryPages,
  DeliveryPosition,
  DeliveryTotals,
  KeptDelivery,
  PageFilter,
} from '../../../domain/deliveries/delivery-pages.ts';
import { FORM_FIELDS } from '../../../domain/draws/prize-delivery.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import { wonOf } from './won-of-row.ts';

/* Some milliseconds. No index has the method: most activities have one or two of them. */
const LOOKED_AT = 5000;

type Row = Selectable<RecordsSchema['deliveries']> & { readonly form_changed_at: number | null };

/** Pages of the table `deliveries`, by its indexes. */
export class SqlDeliveryPages implements DeliveryPages {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  page({ method, ...filter }: PageFilter): Promise<DeliveryPage> {
    return inRecords(async () => {
      const { activityId, limit } = filter;
      if (method === null) return pageOf(await this.#rows(filter), limit);
      const looked = await this.#looked(filter);
      const found = looked.filter((row) => row.method === method).slice(0, limit + 1);
      const page = found.slice(0, limit);
      const rows = await this.#byId(
        activityId,
        page.map(({ draw_id }) => draw_id),
      );
      const kept = page.flatMap(({ draw_id }) => rows.get(draw_id) ?? []);
      const end =
        found.length > limit ? page.at(-1) : looked.length === LOOKED_AT ? looked.at(-1) : undefined;
      return { deliveries: kept, next: end ? { wonAt: end.won_at, drawId: end.draw_id } : null };
    });
  }

  ofUser(
    activityId: string,
    uid: string,
    before: DeliveryPosition | null,
    limit: number,
  ): Promise<DeliveryPage> {
    return inRecords(async () => {
      const rows = await withForms(this.#records.db)
        .where('deliveries.uid', '=', uid)
        .where('deliveries.activity_id', '=', activityId)
        .$if(before !== null, (query) => query.where(isBefore(before as DeliveryPosition)))
        .orderBy('deliveries.won_at', 'desc')
        .orderBy('deliveries.draw_id', 'desc')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, limit);
    });
  }

  ofDraws(activityId: string, drawIds: readonly string[]): Promise<ReadonlyMap<string, KeptDelivery>> {
    return inRecords(() => this.#byId(activityId, drawIds));
  }

  totals(activityId: string, upTo: number): Promise<DeliveryTotals> {
    return inRecords(async () => {
      const { db } = this.#records;
      const counts: [DeliveryState, number][] = [];
      for (const state of DELIVERY_STATES) counts.push([state, await countOf(db, activityId, state, upTo)]);
      const byState = Object.fromEntries(counts) as Record<DeliveryState, number>;
      const resendable = byState.failed === 0 ? 0 : await resendableOf(db, activityId, upTo);
      return { byState, resendable };
    });
  }

  #rows({ activityId, state, before, limit }: Omit<PageFilter, 'method'>): Promise<Row[]> {
    return withForms(this.#records.db)
      .where('deliveries.activity_id', '=', activityId)
      .$if(state !== null, (query) => query.where('deliveries.state', '=', state as string))
      .$if(before !== null, (query) => query.where(isBefore(before as DeliveryPosition)))
      .orderBy('deliveries.won_at', 'desc')
      .orderBy('deliveries.draw_id', 'desc')
      .limit(limit + 1)
      .execute();
  }

  #looked({ activityId, state, before }: Omit<PageFilter, 'method'>) {
    return this.#records.db
      .selectFrom('deliveries')
      .select(['deliveries.won_at', 'deliveries.draw_id', 'method'])
      .where('activity_id', '=', activityId)
      .$if(state !== null, (query) => query.where('state', '=', state as string))
      .$if(before !== null, (query) => query.where(isBefore(before as DeliveryPosition)))
      .orderBy('deliveries.won_at', 'desc')
      .orderBy('deliveries.draw_id', 'desc')
      .limit(LOOKED_AT)
      .execute();
  }

  async #byId(activityId: string, drawIds: readonly string[]): Promise<ReadonlyMap<string, KeptDelivery>> {
    // PostgreSQL knows no empty list.
    if (drawIds.length === 0) return new Map();
    const rows = await withForms(this.#records.db)
      .where('deliveries.activity_id', '=', activityId)
      .where('deliveries.draw_id', 'in', drawIds)
      .execute();
    return new Map(rows.map((row) => [row.draw_id, keptOf(row)]));
  }
}

function withForms(db: Kysely<RecordsSchema>) {
  return db
    .selectFrom('deliveries')
    .leftJoin('forms', (join) =>
      join
        .onRef('forms.activity_id', '=', 'deliveries.activity_id')
        .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
    )
    .selectAll('deliveries')
    .select('forms.changed_at as form_changed_at');
}

function isBefore({ wonAt, drawId }: DeliveryPosition) {
  return sql<boolean>`(deliveries.won_at, deliveries.draw_id) < (${wonAt}, ${drawId})`;
}

/* One row more than the page has says that there are more. */
function pageOf(rows: readonly Row[], limit: number): DeliveryPage {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { deliveries: page.map(keptOf), next: last ? { wonAt: last.won_at, drawId: last.draw_id } : null };
}

async function countOf(
  db: Kysely<RecordsSchema>,
  activityId: string,
  state: DeliveryState,
  upTo: number,
): Promise<number> {
  const { count } = await db
    .selectFrom((from) =>
      from
        .selectFrom('deliveries')
        .select('won_at')
        .where('activity_id', '=', activityId)
        .where('state', '=', state)
        .limit(upTo)
        .as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/* As SqlDeliveryDesk.retry sends them. */
async function resendableOf(db: Kysely<RecordsSchema>, activityId: string, upTo: number): Promise<number> {
  const { count } = await db
    .selectFrom((from) =>
      from
        .selectFrom('deliveries')
        .leftJoin('forms', (join) =>
          join
            .onRef('forms.activity_id', '=', 'deliveries.activity_id')
            .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
        )
        .select('deliveries.draw_id')
        .where('deliveries.activity_id', '=', activityId)
        .where('state', '=', 'failed')
        .where('endpoint', 'is not', null)
        .where('unit', '>', 0)
        .where(({ or, eb }) => or([eb('method', '<>', 'form'), eb('forms.draw_id', 'is not', null)]))
        .limit(upTo)
        .as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

const fieldNames = z.array(z.enum(FORM_FIELDS));

function keptOf(row: Row): KeptDelivery {
  return {
    ...wonOf(row),
    changedAt: row.changed_at,
    by: row.place,
    attempts: row.attempts,
    dueAt: row.due_at,
    lastError: row.last_error,
    fields: row.fields === null ? [] : fieldNames.parse(JSON.parse(row.fields)),
    formChangedAt: row.form_changed_at,
  };
}
