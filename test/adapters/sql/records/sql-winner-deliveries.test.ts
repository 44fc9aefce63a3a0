import { SqlWinnerDeliveries } from '../../../../src/adapters/sql/records/sql-winner-deliveries.ts';
import { describeWinnerDeliveries } from '../../../contracts/winner-deliveries.ts';
import { addFormWins } from '../../../support/delivery-rows.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeWinnerDeliveries({
    name,
    create: async () => {
      const records = await newRecords(name);
      const { db } = records;
      return {
        deliveries: new SqlWinnerDeliveries(records),
        add: (...rows) => addFormWins({ db }, ...rows),
        addForm: async (activity_id, draw_id, form) => {
          const row = { activity_id, draw_id, form, received_at: 1, changed_at: 1 };
          await db.insertInto('forms').values(row).execute();
        },
        close: () => records.close(),
      };
    },
  });
}
