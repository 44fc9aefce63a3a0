import { expect } from 'chai';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlDeliveryDesk } from '../../../../src/adapters/sql/records/sql-delivery-desk.ts';
import { deliveryOf, insertDeliveries, webhookRow } from '../../../support/delivery-rows.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

const NOW = 1_000_000;
const failed = { state: 'failed', due_at: null, attempts: 8, last_error: 'HTTP 500' };
const ALL = { activityId: null, endpoint: null, drawIds: null };

for (const name of recordStoreNames) {
  describe(`the desk of deliveries in ${name}`, () => {
    let records: RecordDatabase;
    let desk: SqlDeliveryDesk;

    beforeEach(async () => {
      records = await newRecords(name);
      desk = new SqlDeliveryDesk(records);
    });
    afterEach(() => records.close());

    it('counts deliveries by activity, method, endpoint and state', async () => {
      expect(await desk.counts(null)).to.deep.equal([]);
      await insertDeliveries(records, [
        webhookRow(1),
        webhookRow(2),
        webhookRow(3, failed),
        webhookRow(4, { endpoint: 'erp' }),
        webhookRow(5, { method: 'hand', endpoint: null, state: 'ready', due_at: null }),
        webhookRow(6, { activity_id: '1056' }),
      ]);
      const lines = (await desk.counts(null)).map(({ activityId, method, endpoint, state, count }) =>
        [activityId, method, endpoint, state, count].join(' '),
      );
      expect(lines).to.deep.equal([
        '1055 hand  ready 1',
        '1055 webhook crm failed 1',
        '1055 webhook crm preparing 2',
        '1055 webhook erp preparing 1',
        '1056 webhook crm preparing 1',
      ]);
      expect((await desk.counts('1056')).length).to.equal(1);
    });

    it('lists those in a state, the latest first', async () => {
      await insertDeliveries(records, [
        webhookRow(1, failed),
        webhookRow(3, failed),
        webhookRow(2, { ...failed, activity_id: '1056' }),
        webhookRow(4),
      ]);
      const list = async (activityId: string | null, limit = 10) =>
        (await desk.list({ activityId, state: 'failed', limit })).map(({ uid }) => uid);
      expect(await list(null)).to.deep.equal(['u3', 'u2', 'u1']);
      expect(await list(null, 1)).to.deep.equal(['u3']);
      expect(await list('1056')).to.deep.equal(['u2']);
      expect((await desk.list({ activityId: '1056', state: 'failed', limit: 1 }))[0]).to.deep.equal({
        activityId: '1056',
        drawId: 'draw-000002',
        uid: 'u2',
        prizeId: 'coupon-10',
        name: '10元优惠券',
        method: 'webhook',
        endpoint: 'crm',
        state: 'failed',
        wonAt: 2,
        attempts: 8,
        dueAt: null,
        lastError: 'HTTP 500',
      });
    });

    it('makes failed ones due, with the whole schedule before them', async () => {
      await insertDeliveries(records, [
        webhookRow(1, failed),
        webhookRow(2),
        webhookRow(3, { ...failed, won_at: NOW + 500 }),
        webhookRow(4, { state: 'delivered', due_at: null, attempts: 1 }),
      ]);
      expect(await desk.retry(ALL, NOW)).to.equal(2);
      expect(await desk.retry(ALL, NOW)).to.equal(0);
      expect(await deliveryOf(records, 'draw-000001')).to.include({
        state: 'preparing',
        due_at: 1,
        attempts: 0,
        last_error: null,
        changed_at: NOW,
      });
      expect(await deliveryOf(records, 'draw-000003')).to.include({ state: 'preparing', due_at: NOW });
      expect(await deliveryOf(records, 'draw-000004')).to.include({ state: 'delivered', attempts: 1 });
    });

    it('retries only those of an activity, an endpoint, or some draws', async () => {
      await insertDeliveries(records, [
        webhookRow(1, failed),
        webhookRow(2, { ...failed, endpoint: 'erp' }),
        webhookRow(3, { ...failed, activity_id: '1056' }),
        webhookRow(4, failed),
      ]);
      expect(await desk.retry({ ...ALL, activityId: '1056' }, NOW)).to.equal(1);
      expect(await desk.retry({ ...ALL, endpoint: 'erp' }, NOW)).to.equal(1);
      const some = ['draw-000004', 'draw-000003', 'no-such-draw', "' or 1=1 --"];
      expect(await desk.retry({ ...ALL, drawIds: some }, NOW)).to.equal(1);
      expect((await deliveryOf(records, 'draw-000001')).state).to.equal('failed');
    });

    it('retries a form that is still there, and not one that was erased', async () => {
      const form = { ...failed, method: 'form' };
      await insertDeliveries(records, [webhookRow(1, form), webhookRow(2, form)]);
      await records.db
        .insertInto('forms')
        .values({ activity_id: '1055', draw_id: 'draw-000001', form: 'x', received_at: 1, changed_at: 1 })
        .execute();
      expect(await desk.retry(ALL, NOW)).to.equal(1);
      expect((await deliveryOf(records, 'draw-000001')).state).to.equal('form_received');
      expect((await deliveryOf(records, 'draw-000002')).state).to.equal('failed');
    });

    it('retries one whose unit another draw has only where it is named', async () => {
      await insertDeliveries(records, [webhookRow(1), webhookRow(2, { ...failed, unit: -1 })]);
      expect(await desk.retry(ALL, NOW)).to.equal(0);
      expect(await desk.retry({ ...ALL, drawIds: ['draw-000002'] }, NOW)).to.equal(1);
    });

    it('retries thousands', async () => {
      await insertDeliveries(
        records,
        Array.from({ length: 2500 }, (_, no) => webhookRow(no + 1, failed)),
      );
      expect(await desk.retry(ALL, NOW)).to.equal(2500);
    });
  });
}
