import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { RecordTarget } from '../../src/adapters/sql/records/record-target.ts';
import { atEndOfFile } from './end-of-file.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { tempDir } from './temp-dir.ts';

let postgres: Promise<TestPostgres> | undefined;

/* One server for all tests of a file. */
function sharedPostgres(): Promise<TestPostgres> {
  if (postgres === undefined) {
    const starting = startPostgres();
    postgres = starting;
    atEndOfFile(async () => {
      postgres = undefined;
      await (await starting).stop();
    });
  }
  return postgres;
}

/** Where the record store may be: makes an empty one. */
export const recordTargets: Readonly<Record<'SQLite' | 'PostgreSQL', () => Promise<RecordTarget>>> = {
  SQLite: async () => ({ kind: 'sqlite', dir: await tempDir() }),
  PostgreSQL: async () => ({ kind: 'postgres', url: await (await sharedPostgres()).newDatabase() }),
};

export type RecordStoreName = keyof typeof recordTargets;
export const recordStoreNames = Object.keys(recordTargets) as readonly RecordStoreName[];

/** A new empty record store with its tables. */
export async function newRecords(name: RecordStoreName): Promise<RecordDatabase> {
  return openMigratedRecords(await recordTargets[name](), 'operations');
}
