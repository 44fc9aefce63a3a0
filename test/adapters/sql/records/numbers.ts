import { Kysely, sql } from 'kysely';
import { WritersSqliteDialect } from '../../../../src/adapters/sql/records/sqlite-dialect.ts';

interface NumbersSchema {
  numbers: { id: number; value: number };
}

/** A file with a table of numbers, of which the first is 0. */
export async function openNumbers(path: string, turnMs = 60_000) {
  const db = new Kysely<NumbersSchema>({ dialect: await WritersSqliteDialect.open(path, turnMs) });
  await sql`create table if not exists numbers (id integer primary key, value integer not null)`.execute(db);
  await sql`insert into numbers values (1, 0) on conflict do nothing`.execute(db);
  return {
    db,
    values: async (from: Kysely<NumbersSchema> = db) =>
      (await from.selectFrom('numbers').select('value').orderBy('id').execute()).map(({ value }) => value),
    /** Reads, and then writes: what another writes in between would be lost. */
    increment: () =>
      db.transaction().execute(async (transaction) => {
        const { value } = await transaction
          .selectFrom('numbers')
          .select('value')
          .where('id', '=', 1)
          .executeTakeFirstOrThrow();
        await transaction
          .updateTable('numbers')
          .set({ value: value + 1 })
          .where('id', '=', 1)
          .execute();
      }),
  };
}
