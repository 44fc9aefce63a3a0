import { openRecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlRedemptions } from '../../../../src/adapters/sql/records/sql-redemptions.ts';
import { describeRedemptions } from '../../../contracts/redemptions.ts';
import { openedRecords } from '../../../support/opened-records.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeRedemptions({
    name,
    async create() {
      const { target, records, close } = await openedRecords(name);
      const others = await Promise.all([1, 2, 3].map(() => openRecordDatabase(target, 'operations')));
      return {
        records,
        all: [records, ...others].map((each) => new SqlRedemptions(each)),
        close: async () => {
          await Promise.all(others.map((each) => each.close()));
          await close();
        },
      };
    },
  });
}
