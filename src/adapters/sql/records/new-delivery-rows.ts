import { type Selectable, sql, type Transaction } from 'kysely';
import type { NewDelivery } from '../../../domain/deliveries/new-delivery.ts';
import { insertRows } from './insert-rows.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';

type Row = Selectable<RecordsSchema['deliveries']>;

const COLUMNS = {
  activity_id: 'text',
  draw_id: 'text',
  uid: 'text',
  prize_id: 'text',
  unit: 'int8',
  method: 'text',
  endpoint: 'text',
  state: 'text',
  name: 'text',
  image: 'text',
  claim: 'text',
  claim_url: 'text',
  value: 'text',
  won_at: 'int8',
  until: 'int8',
  fields: 'text',
  changed_at: 'int8',
  attempts: 'int8',
  due_at: 'int8',
  lease_until: 'int8',
  fence: 'int8',
  last_error: 'text',
  place: 'text',
  redeem_id: 'text',
} as const satisfies Record<keyof Row, 'text' | 'int8'>;

/**
 * Inserts deliveries. Where another draw has the unit of one, as after a store lost draws and numbered them again, that one
 * is recorded as failed, under a unit below 0 that no other has: a person decides what becomes of it.
 * @returns those
 */
export async function insertDeliveries(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  deliveries: readonly NewDelivery[],
): Promise<NewDelivery[]> {
  if (deliveries.length === 0) return [];
  const orNone = sql`on conflict do nothing returning draw_id`;
  const insert = insertRows(kind, 'deliveries', COLUMNS, deliveries.map(rowOf), orNone);
  const { rows: inserted } = await insert.execute(transaction);
  if (inserted.length === deliveries.length) return [];
  const known = new Set((inserted as Pick<Row, 'draw_id'>[]).map(({ draw_id }) => draw_id));
  const collided: NewDelivery[] = [];
  for (const delivery of deliveries) {
    if (known.has(delivery.drawId)) continue;
    if (await insertFailed(transaction, delivery)) collided.push(delivery);
  }
  return collided;
}

/* Not where the draw itself has its delivery already. */
async function insertFailed(
  transaction: Transaction<RecordsSchema>,
  delivery: NewDelivery,
): Promise<boolean> {
  const { activityId, prizeId, unit } = delivery;
  const { lowest } = await transaction
    .selectFrom('deliveries')
    .select(({ fn }) => fn.min('unit').as('lowest'))
    .where('activity_id', '=', activityId)
    .where('prize_id', '=', prizeId)
    .executeTakeFirstOrThrow();
  const inserted = await transaction
    .insertInto('deliveries')
    .values({
      ...rowOf(delivery),
      unit: Math.min(0, Number(lowest ?? 0)) - 1,
      state: 'failed',
      due_at: null,
      last_error: `another draw has unit ${unit}`,
    })
    .onConflict((conflict) => conflict.columns(['activity_id', 'draw_id']).doNothing())
    .returning('draw_id')
    .execute();
  return inserted.length > 0;
}

function rowOf(delivery: NewDelivery): Row {
  return {
    activity_id: delivery.activityId,
    draw_id: delivery.drawId,
    uid: delivery.uid,
    prize_id: delivery.prizeId,
    unit: delivery.unit,
    method: delivery.method,
    endpoint: delivery.endpoint,
    state: delivery.state,
    name: delivery.name,
    image: delivery.image,
    claim: delivery.claim,
    claim_url: delivery.claimUrl,
    value: delivery.value,
    won_at: delivery.wonAt,
    until: delivery.until,
    fields: delivery.fields && JSON.stringify(delivery.fields),
    changed_at: delivery.wonAt,
    attempts: 0,
    due_at: delivery.dueAt,
    lease_until: null,
    fence: 0,
    last_error: null,
    place: null,
    redeem_id: null,
  };
}
