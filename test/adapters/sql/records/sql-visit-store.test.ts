import { openMigratedRecords } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlVisitCounts } from '../../../../src/adapters/sql/records/sql-visit-counts.ts';
import { SqlVisitStore } from '../../../../src/adapters/sql/records/sql-visit-store.ts';
import { describeVisitStore } from '../../../contracts/visit-store.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeVisitStore({
    name,
    create: async (processes) => {
      const target = await recordTargets[name]();
      return Promise.all(
        Array.from({ length: processes }, async () => {
          const records = await openMigratedRecords(target, 'operations');
          return {
            store: new SqlVisitStore(records),
            counts: new SqlVisitCounts(records),
            close: () => records.close(),
          };
        }),
      );
    },
  });
}
