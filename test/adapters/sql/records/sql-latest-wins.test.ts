import { expect } from 'chai';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlLatestWins } from '../../../../src/adapters/sql/records/sql-latest-wins.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { addWins } from '../../../support/delivery-rows.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`LatestWins of the record store: ${name}`, () => {
    let records: RecordDatabase;
    let latest: SqlLatestWins;

    before(async () => {
      records = await newRecords(name);
      latest = new SqlLatestWins(records);
    });
    after(() => records.close());

    const list = async (activityId: string, prizeIds: string[], limit: number) =>
      (await latest.latestWins(activityId, prizeIds, limit)).map(({ uid }) => uid);

    it('has the wins of these prizes, the newest first', async () => {
      await addWins(records, [
        { activity_id: 'few', uid: 'ann', won_at: 3, draw_id: 'd-ann' },
        { activity_id: 'few', uid: 'bob', won_at: 1 },
        { activity_id: 'few', uid: 'cid', won_at: 2, prize_id: 'pen' },
        { activity_id: 'few', uid: 'dan', won_at: 4, prize_id: 'card' },
        { activity_id: 'other', uid: 'eve', won_at: 9 },
      ]);
      expect(await latest.latestWins('few', ['cup'], 1)).to.deep.equal([
        { drawId: 'd-ann', uid: 'ann', prizeId: 'cup', wonAt: 3 },
      ]);
      expect(await list('few', ['cup', 'pen'], 20)).to.deep.equal(['ann', 'cid', 'bob']);
      expect(await list('few', ['cup', 'pen'], 2)).to.deep.equal(['ann', 'cid']);
      expect(await list('few', [], 2)).to.deep.equal([]);
      expect(await list('none', ['cup'], 2)).to.deep.equal([]);
    });

    it('looks at the latest 1,000 wins alone', async () => {
      const later = Array.from({ length: 1000 }, (_, index) => ({ won_at: index + 10, prize_id: 'card' }));
      await addWins(
        records,
        [{ uid: 'ann', won_at: 2 }, { uid: 'bob', won_at: 1 }, ...later].map((win) => ({
          ...win,
          activity_id: 'many',
        })),
      );
      expect(await list('many', ['cup'], 20)).to.deep.equal([]);
      await records.db
        .deleteFrom('deliveries')
        .where('activity_id', '=', 'many')
        .where('won_at', '=', 10)
        .execute();
      expect(await list('many', ['cup'], 20)).to.deep.equal(['ann']);
    });

    it('throws DependencyError where the store does not answer', async () => {
      const away = new SqlLatestWins({
        kind: records.kind,
        get db(): never {
          throw new Error('away');
        },
      });
      const error = await away.latestWins('few', ['cup'], 1).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(DependencyError);
    });
  });
}
