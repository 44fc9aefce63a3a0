import { openMigratedRecords } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlLease } from '../../../../src/adapters/sql/records/sql-lease.ts';
import { describeLease } from '../../../contracts/lease.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeLease({
    name,
    create: async () => {
      const target = await recordTargets[name]();
      const one = await openMigratedRecords(target, 'operations');
      const two = await openMigratedRecords(target, 'operations');
      return {
        one: new SqlLease(one, 'relay'),
        two: new SqlLease(two, 'relay'),
        close: async () => {
          await one.close();
          await two.close();
        },
      };
    },
  });
}
