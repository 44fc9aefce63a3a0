import { existsSync } from 'node:fs';
import { openMigratedRecords, type RecordDatabase } from '../adapters/sql/records/record-database.ts';
import { recordDatabasePath } from '../adapters/sql/records/record-target.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/**
 * The record store as a command works with it, while the service runs or not; `null` where there is no file yet.
 * @throws Error if it does not answer
 */
export async function openCommandRecords(get: Get): Promise<RecordDatabase | null> {
  const { records: target } = get(tokens.settings);
  if (target.kind === 'sqlite' && !existsSync(recordDatabasePath(target.dir))) return null;
  try {
    const records = await openMigratedRecords(target, 'operations');
    get(tokens.disposer).push(() => records.close());
    return records;
  } catch (error) {
    // A message of the driver may hold the host, and none holds the password.
    throw new Error(`the record store does not answer: ${(error as Error).message}`, { cause: error });
  }
}
