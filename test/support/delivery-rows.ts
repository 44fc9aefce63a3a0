import { randomUUID } from 'node:crypto';
import type { Insertable, Kysely } from 'kysely';
import type { RecordsSchema } from '../../src/adapters/sql/records/records-schema.ts';

export type DeliveryRow = Insertable<RecordsSchema['deliveries']>;

interface Records {
  readonly db: Kysely<RecordsSchema>;
}

/* Below the 32,766 parameters that SQLite takes. */
const ROWS_AT_ONCE = 1000;

let serial = 0;

/* What every test leaves as it is, and the next unit. */
function deliveryRow(given: Partial<DeliveryRow>): DeliveryRow {
  serial += 1;
  return {
    ...{ draw_id: `draw-${serial}`, uid: 'ann', unit: serial, won_at: serial, changed_at: serial },
    ...{ endpoint: null, image: null, claim: null, claim_url: null, value: null, until: null, fields: null },
    ...{ attempts: 0, due_at: null, lease_until: null, fence: 0, last_error: null, place: null },
    ...given,
  } as DeliveryRow;
}

/** A win on its way to the endpoint `crm`: the `no`-th of its prize, won and due at `no`. */
export function webhookRow(no: number, changes: Partial<DeliveryRow> = {}): DeliveryRow {
  return deliveryRow({
    ...{ activity_id: '1055', draw_id: `draw-${String(no).padStart(6, '0')}`, uid: `u${no}`, unit: no },
    ...{ prize_id: 'coupon-10', name: '10元优惠券', value: '10.00', won_at: no, changed_at: no, due_at: no },
    ...{ method: 'webhook', endpoint: 'crm', state: 'preparing' },
    ...changes,
  });
}

/** Records deliveries as the relay does. */
export async function insertDeliveries({ db }: Records, rows: readonly DeliveryRow[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await transaction
        .insertInto('deliveries')
        .values(rows.slice(from, from + ROWS_AT_ONCE))
        .execute();
    }
  });
}

/** Wins of a prize by form, in the activity `a1`. @returns their draw ids */
export async function addFormWins(
  records: Records,
  ...given: readonly Partial<DeliveryRow>[]
): Promise<string[]> {
  const rows = given.map((each) =>
    deliveryRow({
      ...{ activity_id: 'a1', prize_id: 'phone', name: '手机', image: 'media/phone.svg', value: '5999.00' },
      ...{ claim: '请填写收货地址', method: 'form', state: 'form_wanted', fields: '["name","phone"]' },
      ...{ won_at: 1_000, changed_at: 1_000 },
      ...each,
    }),
  );
  await insertDeliveries(records, rows);
  return rows.map(({ draw_id }) => draw_id);
}

/** Wins of a prize by hand, in the activity `lucky`, unless it is said otherwise. */
export async function addWins(records: Records, given: readonly Partial<DeliveryRow>[]): Promise<void> {
  const win = { activity_id: 'lucky', prize_id: 'cup', name: '杯子', value: '10.00' };
  const rows = given.map((each) => deliveryRow({ ...win, method: 'hand', state: 'ready', ...each }));
  await insertDeliveries(records, rows);
}

/** A win of a prize for a counter, in the activity `tea`. @returns the draw's id */
export async function addCounterWin(records: Records, given: Partial<DeliveryRow> = {}): Promise<string> {
  const at = Date.now();
  const row = deliveryRow({
    ...{ activity_id: 'tea', draw_id: randomUUID(), prize_id: 'cup', name: '奶茶一杯' },
    ...{ image: 'media/cup.svg', method: 'counter', state: 'ready', won_at: at, changed_at: at },
    ...given,
  });
  await insertDeliveries(records, [row]);
  return row.draw_id;
}

/** What the forms table has for this draw of `lucky`. */
export async function addForm({ db }: Records, drawId: string, form: string, at = 1): Promise<void> {
  await db
    .insertInto('forms')
    .values({ activity_id: 'lucky', draw_id: drawId, form, received_at: at, changed_at: at })
    .execute();
}

export function deliveryOf({ db }: Records, drawId: string) {
  return db.selectFrom('deliveries').selectAll().where('draw_id', '=', drawId).executeTakeFirstOrThrow();
}
