import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { RecordSource } from '../../src/adapters/sql/records/record-source.ts';
import type { RedemptionOrder, Redemptions } from '../../src/domain/deliveries/redemptions.ts';
import { addCounterWin } from '../support/delivery-rows.ts';

export interface RedemptionsCase {
  readonly name: string;
  /** Several of them, each as another process has it, on one empty store. */
  create(): Promise<{
    readonly all: readonly Redemptions[];
    readonly records: RecordSource;
    close(): Promise<void>;
  }>;
}

const ORDERS = 20;

/** The contract of Redemptions, for each store. */
export function describeRedemptions({ name, create }: RedemptionsCase): void {
  describe(`Redemptions: ${name}`, () => {
    let opened: Awaited<ReturnType<RedemptionsCase['create']>>;
    let redemptions: Redemptions;
    before(async () => {
      opened = await create();
      redemptions = opened.all[0] as Redemptions;
    });
    after(() => opened?.close());

    const order = (drawId: string, no = 1): RedemptionOrder => ({
      activityId: 'tea',
      drawId,
      place: `店${no}`,
      at: 1_000_000 + no,
      requestId: `request-${no}`,
    });

    it('finds a win as it was made', async () => {
      const drawId = await addCounterWin(opened.records);
      expect(await redemptions.find('tea', drawId)).to.deep.equal({
        activityId: 'tea',
        drawId,
        uid: 'ann',
        name: '奶茶一杯',
        image: 'media/cup.svg',
        state: 'ready',
        redemption: null,
      });
    });

    it('finds no win of another activity, of another method, or that is not there', async () => {
      const byCode = await addCounterWin(opened.records, { method: 'code' });
      const drawId = await addCounterWin(opened.records);
      for (const [activityId, id] of [
        ['coffee', drawId],
        ['tea', byCode],
        ['tea', randomUUID()],
      ] as const) {
        expect(await redemptions.find(activityId, id)).to.equal(undefined);
        expect(await redemptions.redeem({ ...order(id), activityId })).to.deep.equal({ kind: 'missing' });
      }
      expect((await redemptions.find('tea', drawId))?.state).to.equal('ready');
    });

    it('redeems once, and gives a second one the time and the place of the first', async () => {
      const drawId = await addCounterWin(opened.records);
      const first = await redemptions.redeem(order(drawId, 1));
      expect(first).to.deep.include({ kind: 'redeemed', replayed: false });
      const second = await redemptions.redeem(order(drawId, 2));
      if (second.kind !== 'not_ready') throw new Error(second.kind);
      expect(second.win).to.deep.include({ state: 'redeemed', redemption: { at: 1_000_001, place: '店1' } });
      expect(await redemptions.find('tea', drawId)).to.deep.equal(second.win);
    });

    it('answers a repeat with the same key as the first time, and changes nothing by it', async () => {
      const drawId = await addCounterWin(opened.records);
      await redemptions.redeem(order(drawId, 1));
      const again = await redemptions.redeem({ ...order(drawId, 1), at: 2_000_000, place: '别处' });
      if (again.kind !== 'redeemed') throw new Error(again.kind);
      expect(again.replayed).to.equal(true);
      expect(again.win.redemption).to.deep.equal({ at: 1_000_001, place: '店1' });
      expect(await redemptions.redeemedBy(order(drawId, 1))).to.deep.equal(again);
    });

    it('knows what an order has done without redeeming', async () => {
      const drawId = await addCounterWin(opened.records);
      expect((await redemptions.redeemedBy(order(drawId))).kind).to.equal('not_ready');
      expect((await redemptions.find('tea', drawId))?.state).to.equal('ready');
      expect(await redemptions.redeemedBy(order(randomUUID()))).to.deep.equal({ kind: 'missing' });
    });

    it('redeems nothing that is in another state', async () => {
      const drawId = await addCounterWin(opened.records, { state: 'failed' });
      const result = await redemptions.redeem(order(drawId));
      if (result.kind !== 'not_ready') throw new Error(result.kind);
      expect(result.win).to.deep.include({ state: 'failed', redemption: null });
    });

    it(`lets one of ${ORDERS} at the same instant redeem, and gives the others its time and place`, async () => {
      for (let round = 0; round < 5; round++) {
        const drawId = await addCounterWin(opened.records);
        const results = await Promise.all(
          Array.from({ length: ORDERS }, (_, no) =>
            (opened.all[no % opened.all.length] as Redemptions).redeem(order(drawId, no)),
          ),
        );
        const winners = results.flatMap((result, no) => (result.kind === 'redeemed' ? [no] : []));
        expect(winners).to.have.length(1);
        const no = winners[0] as number;
        for (const result of results) {
          if (result.kind === 'missing') throw new Error(result.kind);
          expect(result.win.redemption).to.deep.equal({ at: 1_000_000 + no, place: `店${no}` });
        }
      }
    });
  });
}
