import { type RawBuilder, sql } from 'kysely';
import type { RecordSource } from './record-source.ts';

/* A part takes some milliseconds, in which nobody else writes the file. */
const ROWS_PER_PART = 2000;

/** Removes rows, a part at a time, each in a transaction of its own. */
export async function removeInParts(
  { db, kind }: RecordSource,
  table: string,
  where: RawBuilder<unknown>,
): Promise<void> {
  const id = sql.raw(kind === 'postgres' ? 'ctid' : 'rowid');
  const from = sql.table(table);
  for (let removed = ROWS_PER_PART; removed === ROWS_PER_PART; ) {
    const { numAffectedRows } = await sql`
      delete from ${from} where ${id} in (select ${id} from ${from} where ${where} limit ${ROWS_PER_PART})`.execute(
      db,
    );
    removed = Number(numAffectedRows ?? 0n);
  }
}
