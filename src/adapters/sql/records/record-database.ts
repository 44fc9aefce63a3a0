import { mkdirSync } from 'node:fs';
import { Kysely, PostgresDialect } from 'kysely';
import type { CustomTypesConfig } from 'pg';
import { migrateRecords } from './migrate-records.ts';
import { type RecordTarget, recordDatabasePath } from './record-target.ts';
import type { RecordsSchema } from './records-schema.ts';
import { WritersSqliteDialect } from './sqlite-dialect.ts';

export type RecordKind = 'sqlite' | 'postgres';

/** The record store: archive of draws, deliveries, codes, forms. */
export interface RecordDatabase {
  readonly kind: RecordKind;
  readonly db: Kysely<RecordsSchema>;
  close(): Promise<void>;
}

/*
 * A visitor waits for 300 ms at most, and then sees "preparing": what takes the server longer is ended there, so that it
 * does not keep the few connections. Operations move thousands of rows at a time, and have 30 s.
 */
const PATIENCE = {
  visitor: { statement_timeout: 1000, query_timeout: 1500, connectionTimeoutMillis: 300, max: 5 },
  operations: { statement_timeout: 30_000, query_timeout: 35_000, connectionTimeoutMillis: 5000, max: 10 },
} as const;

/* How long a transaction on SQLite waits for those of other processes, as far as its callers do. */
const TURN_MS = { visitor: 250, operations: 5000 } as const;

/* int8 comes as text: all of ours are below 2^53. */
const INT8 = 20;

/**
 * Opens the record store. It connects at the first query; see `migrateRecords`.
 * @param onError called with faults of connections that nobody waits for
 */
export async function openRecordDatabase(
  target: RecordTarget,
  patience: keyof typeof PATIENCE,
  onError: (error: Error) => void = () => {},
): Promise<RecordDatabase> {
  if (target.kind === 'postgres') {
    // Loaded only here: it takes 90 ms of a start, which one on SQLite does not need.
    const { default: pg } = await import('pg');
    const types: CustomTypesConfig = {
      getTypeParser: (id, format) =>
        id === INT8 ? (text: string) => Number(text) : pg.types.getTypeParser(id, format as 'text'),
    };
    const pool = new pg.Pool({
      connectionString: target.url,
      types,
      application_name: 'cms-market',
      keepAlive: true,
      ...PATIENCE[patience],
    });
    pool.on('error', onError);
    // A client that is in use and between two queries is heard by nobody else: its error would end the process.
    pool.on('connect', (client) => client.on('error', onError));
    const db = new Kysely<RecordsSchema>({ dialect: new PostgresDialect({ pool }) });
    return { kind: 'postgres', db, close: () => db.destroy() };
  }
  mkdirSync(target.dir, { recursive: true });
  const dialect = await WritersSqliteDialect.open(recordDatabasePath(target.dir), TURN_MS[patience]);
  const db = new Kysely<RecordsSchema>({ dialect });
  return { kind: 'sqlite', db, close: () => db.destroy() };
}

/** Opens the record store and brings its tables up to date. @throws Error if it does not answer */
export async function openMigratedRecords(
  target: RecordTarget,
  patience: keyof typeof PATIENCE,
): Promise<RecordDatabase> {
  const records = await openRecordDatabase(target, patience);
  try {
    await migrateRecords(records);
    return records;
  } catch (error) {
    await records.close();
    throw error;
  }
}
