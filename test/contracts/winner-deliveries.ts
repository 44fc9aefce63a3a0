import { expect } from 'chai';
import type { WinnerDeliveries } from '../../src/domain/deliveries/winner-deliveries.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
import type { DeliveryRow } from '../support/delivery-rows.ts';

export interface WinnerDeliveriesCase {
  readonly name: string;
  create(): Promise<{
    readonly deliveries: WinnerDeliveries;
    /** Records deliveries. @returns their draw ids */
    add(...rows: readonly Partial<DeliveryRow>[]): Promise<string[]>;
    addForm(activityId: string, drawId: string, form: string): Promise<void>;
    close(): Promise<void>;
  }>;
}

/** The contract of WinnerDeliveries, for each adapter. */
export function describeWinnerDeliveries({ name, create }: WinnerDeliveriesCase): void {
  describe(`WinnerDeliveries: ${name}`, () => {
    let store: Awaited<ReturnType<WinnerDeliveriesCase['create']>>;

    before(async () => {
      store = await create();
    });
    after(() => store.close());

    it('has a delivery as it was recorded', async () => {
      const until = Date.parse('2026-12-31T23:59:59+08:00');
      const [drawId = ''] = await store.add({
        unit: 7_000_000_001,
        until,
        claim_url: '/coupons',
        fields: '["phone","name"]',
      });
      const found = await store.deliveries.ofDraws('a1', 'ann', [drawId]);
      expect(found.get(drawId)).to.deep.equal({
        drawId,
        prizeId: 'phone',
        unit: 7_000_000_001,
        method: 'form',
        state: 'form_wanted',
        name: '手机',
        image: 'media/phone.svg',
        claim: '请填写收货地址',
        claimUrl: '/coupons',
        value: '5999.00',
        until,
        fields: ['phone', 'name'],
        sealedForm: null,
      });
    });

    it('has the sealed form of each', async () => {
      const [one = '', other = ''] = await store.add({}, {});
      await store.addForm('a1', other, 'k1.abc');
      await store.addForm('a2', one, 'k1.of-another-activity');
      const found = await store.deliveries.ofDraws('a1', 'ann', [one, other]);
      expect([found.get(one)?.sealedForm, found.get(other)?.sealedForm]).to.deep.equal([null, 'k1.abc']);
    });

    it('has every method and state, and what has no form', async () => {
      const plain = { image: null, claim: null, value: null, fields: null };
      const ids = await store.add(
        { ...plain, method: 'hand', state: 'delivered' },
        { ...plain, method: 'code', state: 'ready' },
        { ...plain, method: 'webhook', state: 'failed', endpoint: 'crm', attempts: 8, due_at: null },
        { ...plain, method: 'counter', state: 'redeemed', place: 'shop 1' },
      );
      const found = await store.deliveries.ofDraws('a1', 'ann', ids);
      expect(ids.map((id) => [found.get(id)?.method, found.get(id)?.state])).to.deep.equal([
        ['hand', 'delivered'],
        ['code', 'ready'],
        ['webhook', 'failed'],
        ['counter', 'redeemed'],
      ]);
      expect(found.get(ids[0] ?? '')).to.deep.include({
        fields: [],
        image: null,
        claimUrl: null,
        value: null,
      });
    });

    it('has only those of this user, of this activity, and of these draws', async () => {
      const [own = '', bobs = '', elsewhere = '', older = ''] = await store.add(
        {},
        { uid: 'bob' },
        { activity_id: 'a2' },
        {},
      );
      const found = await store.deliveries.ofDraws('a1', 'ann', [own, bobs, elsewhere, 'not-arrived-yet']);
      expect([...found.keys()]).to.deep.equal([own]);
      expect([...(await store.deliveries.ofDraws('a1', 'bob', [own, older])).keys()]).to.deep.equal([]);
      expect(await store.deliveries.ofDraws('a1', 'ann', [])).to.deep.equal(new Map());
    });

    it('has some hundred at once', async () => {
      const ids = await store.add(...Array.from({ length: 500 }, () => ({ uid: 'cid' })));
      expect((await store.deliveries.ofDraws('a1', 'cid', ids)).size).to.equal(500);
    });

    it('fails where the store is away', async () => {
      const other = await create();
      await other.close();
      const error = await other.deliveries.ofDraws('a1', 'ann', ['d1']).then(
        () => null,
        (thrown) => thrown,
      );
      expect(error).to.be.instanceOf(DependencyError).and.include({ dependency: 'record store' });
    });
  });
}
