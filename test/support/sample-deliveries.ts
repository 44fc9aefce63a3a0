import type { Insertable } from 'kysely';
import type { RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { RecordsSchema } from '../../src/adapters/sql/records/records-schema.ts';

type Row = Insertable<RecordsSchema['deliveries']>;

let units = 0;

/** A row of `deliveries`: by hand, and ready, unless it is said otherwise. */
export function deliveryRow(row: Partial<Row>): Row {
  units += 1;
  return {
    ...{ activity_id: 'lucky', draw_id: `draw-${units}`, uid: 'ann', prize_id: 'cup', unit: units },
    ...{ method: 'hand', state: 'ready', name: '杯子', value: '10.00', won_at: units },
    ...{ changed_at: units, attempts: 0, fence: 0 },
    ...row,
  } as Row;
}

export async function addDeliveries({ db }: RecordDatabase, rows: readonly Partial<Row>[]): Promise<void> {
  for (let begin = 0; begin < rows.length; begin += 500) {
    await db
      .insertInto('deliveries')
      .values(rows.slice(begin, begin + 500).map(deliveryRow))
      .execute();
  }
}

/** What the forms table has for this draw of `lucky`. */
export async function addForm({ db }: RecordDatabase, drawId: string, form: string, at = 1): Promise<void> {
  await db
    .insertInto('forms')
    .values({ activity_id: 'lucky', draw_id: drawId, form, received_at: at, changed_at: at })
    .execute();
}

export async function stateOf({ db }: RecordDatabase, drawId: string) {
  return db
    .selectFrom('deliveries')
    .select(['state', 'due_at', 'lease_until', 'fence', 'last_error'])
    .where('draw_id', '=', drawId)
    .executeTakeFirstOrThrow();
}
