import { expect } from 'chai';
import { sql } from 'kysely';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlCancelledSchedules } from '../../../../src/adapters/sql/records/sql-cancelled-schedules.ts';
import { SqlDeliveryProgress } from '../../../../src/adapters/sql/records/sql-delivery-progress.ts';
import { SqlDrawCounts } from '../../../../src/adapters/sql/records/sql-draw-counts.ts';
import { SqlRelayStore } from '../../../../src/adapters/sql/records/sql-relay-store.ts';
import { SqlScheduledReleases } from '../../../../src/adapters/sql/records/sql-scheduled-releases.ts';
import { SqlVisitCounts } from '../../../../src/adapters/sql/records/sql-visit-counts.ts';
import { SqlVisitStore } from '../../../../src/adapters/sql/records/sql-visit-store.ts';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import { isClaimed } from '../../../../src/domain/deliveries/delivery-progress.ts';
import { cancelledBy } from '../../../../src/domain/releases/scheduled-releases.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { AT, batchOf, drawEntry, wonEntry } from '../../../support/sample-entries.ts';

const HOUR_MS = 3_600_000;

for (const name of recordStoreNames) {
  describe(`what the console reads of many wins and activities: ${name}`, () => {
    let records: RecordDatabase;
    before(async () => {
      records = await newRecords(name);
    });
    after(() => records.close());

    it('how far wins are, by prize, and when those were won that are claimed', async () => {
      let unit = 0;
      const row = (state: string, method: string, wonAt: number, more: object = {}) => ({
        ...{
          activity_id: 'a1',
          draw_id: `d${++unit}`,
          uid: 'u',
          prize_id: 'cup',
          unit,
          method,
          endpoint: null,
          state,
        },
        ...{
          name: 'Cup',
          image: null,
          claim: null,
          claim_url: null,
          value: null,
          won_at: wonAt,
          until: null,
        },
        ...{ fields: null, changed_at: 1, attempts: 0, due_at: null, lease_until: null, fence: 0 },
        ...{ last_error: null, place: null, redeem_id: null },
        ...more,
      });
      const rows = [
        row('ready', 'hand', AT),
        row('ready', 'code', AT + 5),
        row('delivered', 'hand', AT + HOUR_MS),
        row('failed', 'webhook', AT, { prize_id: 'car' }),
        row('failed', 'webhook', AT, { activity_id: 'a2' }),
        row('failed', 'webhook', AT, { activity_id: 'a2' }),
      ];
      await records.db
        .transaction()
        .execute((transaction) => transaction.insertInto('deliveries').values(rows).execute());
      const progress = new SqlDeliveryProgress(records);
      const found = await progress.of('a1');
      expect(found).to.have.deep.members([
        { prizeId: 'cup', method: 'hand', state: 'ready', count: 1 },
        { prizeId: 'cup', method: 'code', state: 'ready', count: 1 },
        { prizeId: 'cup', method: 'hand', state: 'delivered', count: 1 },
        { prizeId: 'car', method: 'webhook', state: 'failed', count: 1 },
      ]);
      expect(found.filter(isClaimed)).to.have.lengthOf(2);
      expect(await progress.claimedByHour('a1')).to.deep.equal([
        { at: AT, count: 1 },
        { at: AT + HOUR_MS, count: 1 },
      ]);
      expect([...(await progress.failed())]).to.deep.equal([
        ['a2', 2],
        ['a1', 1],
      ]);
      expect(await progress.of('none')).to.deep.equal([]);
    });

    it('the draws and visits of several activities in the last hours', async () => {
      const store = new SqlRelayStore(records);
      const late = { at: AT + 2 * HOUR_MS };
      const entries = [drawEntry(1), wonEntry(2, 2, late)];
      await store.append({ ...batchOf(entries), activityId: 'b1', deliveries: [] });
      await store.append({ ...batchOf([drawEntry(1)]), activityId: 'b2', deliveries: [] });
      const draws = new SqlDrawCounts(records);
      expect(await draws.activitiesSince(AT + HOUR_MS)).to.deep.equal(['b1']);
      expect([...(await draws.activitiesSince(AT))].sort()).to.deep.equal(['b1', 'b2']);
      const hours = await draws.hoursOf(['b1', 'none'], { from: AT, to: AT + 3 * HOUR_MS });
      expect([...hours.keys()]).to.deep.equal(['b1']);
      expect(hours.get('b1')?.map(({ at, draws: count, wins }) => [at - AT, count, wins])).to.deep.equal([
        [0, 1, 0],
        [2 * HOUR_MS, 1, 1],
      ]);
      const counts = ['b1', 'b2'].map((activityId) => ({
        ...{ activityId, zone: '', channel: '', visits: 3, draws: 0, wins: 0 },
      }));
      const batch = { writer: 'w', no: 1, at: AT, counts, refusals: [], sketches: [] };
      await new SqlVisitStore(records).add(batch);
      const visits = new SqlVisitCounts(records);
      expect([...(await visits.visitsOf(['b1', 'none'], { from: AT, to: AT + 1 }))]).to.deep.equal([
        ['b1', 3],
      ]);
      expect((await visits.visitsOf(['b1'], { from: AT + 1, to: AT + HOUR_MS })).size).to.equal(0);
    });

    it('scheduled releases that a rule has cancelled, of each activity the latest', async () => {
      const schedules = new SqlScheduledReleases(records);
      const content = contentOf('{}', {});
      const cancel = async (id: string, activityId: string, reason: string, at: number) => {
        const of = { id, activityId, dueAt: at - 5, besideNo: 1, author: 'ann', note: '' };
        await schedules.add({ ...content, ...of });
        await schedules.close(id, { kind: 'cancelled', reason }, at);
      };
      await cancel('s1', 'c1', 'unexpected', AT);
      await cancel('s2', 'c1', 'invalid (bad_money rules.budget)', AT + 1);
      await cancel('s3', 'c2', cancelledBy('bob').reason, AT + 2);
      await cancel('s4', 'c3', 'unexpected', AT - HOUR_MS);
      const published = { id: 's5', activityId: 'c4', dueAt: AT, besideNo: 1, author: 'ann', note: '' };
      await schedules.add({ ...content, ...published });
      await schedules.close('s5', { kind: 'published', reason: '' }, AT);
      expect(await new SqlCancelledSchedules(records).since(AT)).to.deep.equal([
        { activityId: 'c1', dueAt: AT - 4, closedAt: AT + 1, reason: 'invalid (bad_money rules.budget)' },
      ]);
    });

    it('counts wins by the index alone', async () => {
      const query = `select prize_id, method, state, count(*) from deliveries where activity_id = 'a1'
        group by prize_id, method, state`;
      if (name === 'SQLite') {
        const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(query)}`.execute(
          records.db,
        );
        expect(rows.map(({ detail }) => detail).join()).to.contain('COVERING INDEX deliveries_progress');
      }
    });
  });
}
