import { expect } from 'chai';
import { SqlCounterTallies } from '../../../../src/adapters/sql/records/sql-counter-tallies.ts';
import { SqlStaffPins } from '../../../../src/adapters/sql/records/sql-staff-pins.ts';
import { addCounterWin } from '../../../support/delivery-rows.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { seededVault } from '../../../support/test-vault.ts';

for (const name of recordStoreNames) {
  describe(`CounterTallies: ${name}`, () => {
    it('sums over each activity that has a win for a counter, or a PIN', async () => {
      const records = await newRecords(name);
      const tallies = new SqlCounterTallies(records);
      expect(await tallies.tally()).to.deep.equal([]);
      const win = (other: object) => addCounterWin(records, other);
      const redeemed = { state: 'redeemed', place: '人民路店' };
      await win({});
      await win({ ...redeemed, changed_at: 2000 });
      await win({ ...redeemed, changed_at: 3000 });
      await win({ ...redeemed, place: '机场店', changed_at: 1000 });
      await win({ method: 'code' });
      await win({ activity_id: 'codes', method: 'code' });
      await new SqlStaffPins(records, seededVault()).set('coffee', '123456', 500);
      const tea = {
        activityId: 'tea',
        open: 1,
        redeemed: 3,
        lastRedeemedAt: 3000,
        pinSetAt: null,
        places: [
          { place: '人民路店', redeemed: 2 },
          { place: '机场店', redeemed: 1 },
        ],
      };
      const coffee = { open: 0, redeemed: 0, lastRedeemedAt: null, pinSetAt: 500, places: [] };
      expect(await tallies.tally()).to.deep.equal([{ activityId: 'coffee', ...coffee }, tea]);
      expect(await tallies.tally('tea')).to.deep.equal([tea]);
      expect(await tallies.tally('nowhere')).to.deep.equal([]);
      await records.close();
    });
  });
}
