import { openMigratedRecords } from '../../src/adapters/sql/records/record-database.ts';
import { type RecordStoreName, recordTargets } from './record-stores.ts';

/** A new record store, with where it is, so that it can be opened once more. */
export async function openedRecords(name: RecordStoreName) {
  const target = await recordTargets[name]();
  const records = await openMigratedRecords(target, 'operations');
  return { target, records, close: () => records.close() };
}
