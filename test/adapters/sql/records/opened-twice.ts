import {
  openRecordDatabase,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import { openedRecords } from '../../../support/opened-records.ts';
import type { RecordStoreName } from '../../../support/record-stores.ts';

export interface OpenedTwice {
  readonly one: RecordDatabase;
  readonly two: RecordDatabase;
  close(): Promise<void>;
}

/** A new record store, as two processes have it. */
export async function openedTwice(name: RecordStoreName): Promise<OpenedTwice> {
  const { target, records, close } = await openedRecords(name);
  const two = await openRecordDatabase(target, 'operations');
  return {
    one: records,
    two,
    close: async () => {
      await two.close();
      await close();
    },
  };
}
