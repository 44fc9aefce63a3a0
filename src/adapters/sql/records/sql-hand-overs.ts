import { sql, type Transaction } from 'kysely';
import type { HandOvers, Marking, SentForm } from '../../../domain/deliveries/hand-overs.ts';
import type { DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/** What people hand over, in the record store. */
export class SqlHandOvers implements HandOvers {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  markSent(activityId: string, sent: readonly SentForm[], at: number): Promise<number> {
    if (sent.length === 0) return Promise.resolve(0);
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        // The winner may have changed a form after it was listed: then the list has an address that is no longer right.
        const { numAffectedRows } = await sql`
          update deliveries set state = 'sent', changed_at = ${at}
          from (values ${sql.join(sent.map(pairOf))}) as sent
          join forms on forms.draw_id = sent.column1 and forms.changed_at = sent.column2
          where forms.activity_id = ${activityId} and deliveries.activity_id = ${activityId}
            and deliveries.draw_id = sent.column1 and deliveries.method = 'form'
            and deliveries.endpoint is null and deliveries.state = 'form_received'`.execute(transaction);
        return Number(numAffectedRows ?? 0);
      }),
    );
  }

  markDelivered(
    activityId: string | null,
    drawIds: readonly string[],
    at: number,
    by: string | null,
  ): Promise<ReadonlyMap<string, Marking>> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const markings = new Map<string, Marking>(drawIds.map((id) => [id, { kind: 'unknown' }]));
        const open = new Set(drawIds);
        for await (const id of activityId === null ? activityIds(transaction) : [activityId]) {
          for (const [drawId, marking] of await markIn(transaction, id, [...open], { at, by })) {
            markings.set(drawId, marking);
            open.delete(drawId);
          }
          if (open.size === 0) break;
        }
        return markings;
      }),
    );
  }
}

/* PostgreSQL does not know the type of a parameter in VALUES. */
function pairOf({ drawId, changedAt }: SentForm) {
  return sql`(cast(${drawId} as text), cast(${changedAt} as int8))`;
}

/* From one to the next by the index: there are few, and there may be a million deliveries. */
async function* activityIds(transaction: Transaction<RecordsSchema>): AsyncIterable<string> {
  for (let last = ''; ; ) {
    const row = await transaction
      .selectFrom('deliveries')
      .select(({ fn }) => fn.min('activity_id').as('id'))
      .where('activity_id', '>', last)
      .executeTakeFirst();
    if (!row?.id) return;
    last = row.id;
    yield last;
  }
}

async function markIn(
  transaction: Transaction<RecordsSchema>,
  activityId: string,
  drawIds: readonly string[],
  { at, by }: { readonly at: number; readonly by: string | null },
): Promise<Map<string, Marking>> {
  const marked = await transaction
    .updateTable('deliveries')
    .set({ state: 'delivered', changed_at: at, place: by })
    .where('activity_id', '=', activityId)
    .where('draw_id', 'in', drawIds)
    .where(({ and, eb, or }) =>
      or([
        and({ method: 'hand', state: 'ready' }),
        and([
          eb('method', '=', 'form'),
          eb('endpoint', 'is', null),
          eb('state', 'in', ['form_received', 'sent']),
        ]),
      ]),
    )
    .returning('draw_id')
    .execute();
  const markings = new Map<string, Marking>(marked.map(({ draw_id }) => [draw_id, { kind: 'delivered' }]));
  const others = drawIds.filter((id) => !markings.has(id));
  if (others.length === 0) return markings;
  const found = await transaction
    .selectFrom('deliveries')
    .select(['draw_id', 'method', 'endpoint', 'state'])
    .where('activity_id', '=', activityId)
    .where('draw_id', 'in', others)
    .execute();
  for (const row of found) markings.set(row.draw_id, whyNot(row));
  return markings;
}

function whyNot(row: { method: string; endpoint: string | null; state: string }): Marking {
  const { endpoint, state } = row;
  const method = row.method as DeliveryMethod;
  if (method !== 'hand' && (method !== 'form' || endpoint !== null)) {
    return { kind: 'other_method', method, endpoint };
  }
  if (state === 'delivered') return { kind: 'already' };
  return state === 'form_wanted' ? { kind: 'no_form' } : { kind: 'failed' };
}
