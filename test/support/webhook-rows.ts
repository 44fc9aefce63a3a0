import type { Insertable } from 'kysely';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { RecordsSchema } from '../../src/adapters/sql/records/records-schema.ts';

export type DeliveryRow = Insertable<RecordsSchema['deliveries']>;

/** A win on its way to the endpoint `crm`, as the relay writes it: the `no`-th of its prize, won and due at `no`. */
export function deliveryRow(no: number, changes: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    activity_id: '1055',
    draw_id: `draw-${String(no).padStart(6, '0')}`,
    uid: `u${no}`,
    prize_id: 'coupon-10',
    unit: no,
    method: 'webhook',
    endpoint: 'crm',
    state: 'preparing',
    name: '10元优惠券',
    image: null,
    claim: null,
    claim_url: null,
    value: '10.00',
    won_at: no,
    until: null,
    fields: null,
    changed_at: no,
    attempts: 0,
    due_at: no,
    lease_until: null,
    fence: 0,
    last_error: null,
    place: null,
    ...changes,
  };
}

/* Below the 32,766 parameters that SQLite takes. */
const ROWS_AT_ONCE = 1000;

export async function insertDeliveries(
  { db }: Pick<RecordDatabase, 'db'>,
  rows: readonly DeliveryRow[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await transaction
        .insertInto('deliveries')
        .values(rows.slice(from, from + ROWS_AT_ONCE))
        .execute();
    }
  });
}

export function deliveryOf({ db }: Pick<RecordDatabase, 'db'>, drawId: string) {
  return db.selectFrom('deliveries').selectAll().where('draw_id', '=', drawId).executeTakeFirstOrThrow();
}
