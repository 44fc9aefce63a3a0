import { openRecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlStaffPins } from '../../../../src/adapters/sql/records/sql-staff-pins.ts';
import { describeStaffPins } from '../../../contracts/staff-pins.ts';
import { openedRecords } from '../../../support/opened-records.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { seededVault } from '../../../support/test-vault.ts';

for (const name of recordStoreNames) {
  describeStaffPins({
    name,
    async create() {
      const { target, records, close } = await openedRecords(name);
      const second = await openRecordDatabase(target, 'operations');
      const vault = seededVault();
      return {
        one: new SqlStaffPins(records, vault),
        other: new SqlStaffPins(second, vault),
        stored: async () => JSON.stringify(await records.db.selectFrom('counters').selectAll().execute()),
        close: async () => {
          await second.close();
          await close();
        },
      };
    },
  });
}
