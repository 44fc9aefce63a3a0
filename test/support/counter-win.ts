import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { RecordSource } from '../../src/adapters/sql/records/record-source.ts';
import type { RecordsSchema } from '../../src/adapters/sql/records/records-schema.ts';

type Row = Insertable<RecordsSchema['deliveries']>;

let units = 0;

/** Records a win of a prize for a counter, as the relay does. @returns the draw's id */
export async function recordCounterWin({ db }: Pick<RecordSource, 'db'>, other: Partial<Row> = {}) {
  units += 1;
  const at = Date.now();
  const row: Row = {
    activity_id: 'tea',
    draw_id: randomUUID(),
    uid: 'ann',
    prize_id: 'cup',
    unit: units,
    method: 'counter',
    state: 'ready',
    name: '奶茶一杯',
    image: 'media/cup.svg',
    won_at: at,
    changed_at: at,
    attempts: 0,
    fence: 0,
    ...other,
  };
  await db.transaction().execute((transaction) => transaction.insertInto('deliveries').values(row).execute());
  return row.draw_id;
}
