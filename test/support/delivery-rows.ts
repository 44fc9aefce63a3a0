import type { Insertable, Kysely } from 'kysely';
import type { RecordsSchema } from '../../src/adapters/sql/records/records-schema.ts';

export type DeliveryRow = Insertable<RecordsSchema['deliveries']>;

let serial = 0;

/** A delivery of a form prize, as the relay records it. */
export function deliveryRow(given: Partial<DeliveryRow> = {}): DeliveryRow {
  serial += 1;
  return {
    activity_id: 'a1',
    draw_id: `draw-${serial}`,
    uid: 'ann',
    prize_id: 'phone',
    unit: serial,
    method: 'form',
    endpoint: null,
    state: 'form_wanted',
    name: '手机',
    image: 'media/phone.svg',
    claim: '请填写收货地址',
    claim_url: null,
    value: '5999.00',
    won_at: 1_000,
    until: null,
    fields: '["name","phone"]',
    changed_at: 1_000,
    attempts: 0,
    due_at: null,
    lease_until: null,
    fence: 0,
    last_error: null,
    place: null,
    ...given,
  };
}

/** Records deliveries as the relay does. @returns their draw ids */
export async function addDeliveries(
  db: Kysely<RecordsSchema>,
  ...given: readonly Partial<DeliveryRow>[]
): Promise<string[]> {
  const rows = given.map(deliveryRow);
  await db
    .transaction()
    .execute((transaction) => transaction.insertInto('deliveries').values(rows).execute());
  return rows.map(({ draw_id }) => draw_id);
}
