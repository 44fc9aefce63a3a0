import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type RecordMigration, recordMigrations } from './migrations/migrations.ts';
import type { RecordTarget } from './record-target.ts';
import type { RecordsSchema } from './records-schema.ts';

/* PostgreSQL reports so that another session made the same table, or wrote the same row, at the same time. */
const CONCURRENT = new Set(['23505', '42P07', '40001', '40P01']);
const ATTEMPTS = 10;

/**
 * Brings the tables up to date. One transaction does all: of several processes that start at once, one applies the
 * migrations, and the others wait for its row in `schema_number` and then find nothing to do. One that is killed leaves
 * nothing behind.
 * @param steps SQL of each migration; its number is its position, from 1
 * @throws Error if the store does not answer, or a newer program has written it
 */
export async function migrateRecords(
  { db, kind }: { readonly db: Kysely<RecordsSchema>; readonly kind: RecordTarget['kind'] },
  steps: readonly RecordMigration[] = recordMigrations,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await currentNumber(db, steps)) === steps.length) return;
      await db.transaction().execute((transaction) => applyMissing(transaction, kind, steps));
      return;
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (!CONCURRENT.has(code) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function applyMissing(
  transaction: Transaction<RecordsSchema>,
  kind: RecordTarget['kind'],
  steps: readonly RecordMigration[],
): Promise<void> {
  await sql`create table if not exists schema_number (one integer primary key, no integer not null)`.execute(
    transaction,
  );
  await sql`insert into schema_number (one, no) values (1, 0) on conflict do nothing`.execute(transaction);
  const locking = kind === 'postgres' ? sql`for update` : sql``;
  const { rows } = await sql<{ no: number }>`select no from schema_number ${locking}`.execute(transaction);
  const no = rows[0]?.no ?? 0;
  assertKnown(no, steps);
  for (const [index, step] of steps.entries()) {
    if (index < no) continue;
    // One statement at a time: SQLite prepares only the first of a text.
    const text = typeof step === 'string' ? step : step(kind);
    for (const statement of text.split(/;\s*$/m).filter((part) => part.trim() !== '')) {
      await sql.raw(statement).execute(transaction);
    }
  }
  if (no === 0) await transaction.insertInto('store').values({ id: randomUUID() }).execute();
  await sql`update schema_number set no = ${steps.length}`.execute(transaction);
}

/* 0 where there is no table yet. Without a lock: a store that is up to date, as at most starts, is not written. */
async function currentNumber(db: Kysely<RecordsSchema>, steps: readonly RecordMigration[]): Promise<number> {
  try {
    const { rows } = await sql<{ no: number }>`select no from schema_number`.execute(db);
    const no = rows[0]?.no ?? 0;
    assertKnown(no, steps);
    return no;
  } catch (error) {
    if (isMissingTable(error)) return 0;
    throw error;
  }
}

function isMissingTable(error: unknown): boolean {
  return (error as { code?: string }).code === '42P01' || /no such table/.test(String(error));
}

function assertKnown(no: number, steps: readonly RecordMigration[]): void {
  if (no <= steps.length) return;
  throw new Error(
    `the record store has schema ${no}, and this program knows schemas up to ${steps.length}: a newer program has ` +
      'written it. Start that program, or restore a backup from before it',
  );
}
