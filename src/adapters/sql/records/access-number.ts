import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';
import { STORE_NOW } from './release-rows.ts';

/** The number of a change of who is kept out, and when it was, by the clock of the store. */
export interface AccessNumber {
  readonly no: number;
  readonly at: number;
}

/**
 * The next number of a change. Before anything else in its transaction: the row is locked until that ends, so no number becomes
 * visible after a greater one, and a process that reads what is after a number skips none.
 */
export async function nextAccessNumber(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  clock: Clock,
): Promise<AccessNumber> {
  const now = storeNow(kind, clock);
  const greater = sql.raw(kind === 'postgres' ? 'greatest' : 'max');
  const { rows } = await sql<AccessNumber>`
    update access_counter set last = ${greater}(last + 1, ${now}) where one = 1
    returning last as no, ${now} as at`.execute(transaction);
  const [next] = rows;
  if (!next) throw new Error('access_counter has no row');
  return next;
}

/** The clock of PostgreSQL. A SQLite file has processes of one machine, and so of one clock. */
export function storeNow(kind: RecordKind, clock: Clock): RawBuilder<number> {
  return kind === 'postgres' ? STORE_NOW : sql<number>`cast(${clock.now()} as integer)`;
}
