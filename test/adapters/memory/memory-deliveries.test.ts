import { expect } from 'chai';
import { MemoryDeliveries } from '../../../src/adapters/memory/memory-deliveries.ts';
import { prizeOffers } from '../../../src/domain/deliveries/prize-offers.ts';
import type { LogEntry } from '../../../src/domain/draws/draw-log.ts';

const AT = 1_790_000_000_000;
const UNTIL = AT + 1000;

const OFFERS = prizeOffers(
  JSON.stringify({
    prizes: ['phone', 'tea', 'coupon'].map((id) => ({ id, name: `a ${id}`, image: `media/${id}.svg` })),
    rules: {
      prizes: {
        phone: {
          value: '10.00',
          delivery: { by: 'form', fields: ['name'], until: new Date(UNTIL).toISOString() },
        },
        tea: { delivery: { by: 'counter' } },
      },
    },
  }),
);

/* Each draw of ann wins another prize; bob's wins nothing. */
const LOG: readonly LogEntry[] = [
  { kind: 'rules', seq: 1, at: AT, no: 1, hash: 'h', release: 0, head: 'h' },
  ...['phone', 'tea', 'coupon', null].map(
    (prizeId, index): LogEntry => ({
      ...{
        kind: 'draw',
        seq: index + 2,
        at: AT,
        uid: prizeId === null ? 'bob' : 'ann',
        requestId: `r${index}`,
      },
      ...{ drawId: `d${index}`, drawNo: index + 1, day: '2026-09-21', seedNo: 1, rulesNo: 1, prizeId },
      ...{ unit: prizeId === null ? null : 7, cost: 0 },
    }),
  ),
];

describe('MemoryDeliveries', () => {
  let deliveries: MemoryDeliveries;
  beforeEach(() => {
    deliveries = new MemoryDeliveries({ slice: async () => LOG }, OFFERS);
  });
  const claim = (drawId: string, uid = 'ann', at = AT) =>
    deliveries.claim({ activityId: 'a', drawId, uid, sealedForm: 'sealed', at });

  it('has the deliveries of a user’s own wins, as the rules deliver them', async () => {
    const found = await deliveries.ofDraws('a', 'ann', ['d0', 'd1', 'd2', 'd3', 'none']);
    expect([...found.values()].map(({ method, state, name }) => [method, state, name])).to.deep.equal([
      ['form', 'form_wanted', 'a phone'],
      ['counter', 'ready', 'a tea'],
      ['hand', 'ready', 'a coupon'],
    ]);
    expect(found.get('d0')).to.include({ unit: 7, until: UNTIL, value: '10.00', sealedForm: null });
    expect((await deliveries.ofDraws('a', 'bob', ['d0', 'd3'])).size).to.equal(0);
  });

  it('takes the form of a win, again too, until its time is over, and no other', async () => {
    expect(await claim('d0')).to.deep.equal({ kind: 'claimed' });
    expect((await deliveries.ofDraws('a', 'ann', ['d0'])).get('d0')).to.include({
      ...{ state: 'form_received', sealedForm: 'sealed' },
    });
    expect(await claim('d0')).to.deep.equal({ kind: 'claimed' });
    expect(await claim('d0', 'ann', UNTIL)).to.deep.equal({ kind: 'too_late' });
    expect(await claim('d1')).to.deep.equal({ kind: 'not_a_form' });
    expect(await claim('d0', 'bob')).to.deep.equal({ kind: 'no_such_win' });
  });

  it('invents a code for each unit', async () => {
    const codes = await deliveries.give('a', [{ drawId: 'd2', prizeId: 'coupon', unit: 7 }]);
    expect([...codes]).to.deep.equal([['d2', 'TEST-000007']]);
  });

  it('finds what waits at a counter, and nothing else', async () => {
    expect(await deliveries.find('a', 'd1')).to.deep.include({ uid: 'ann', name: 'a tea', state: 'ready' });
    expect(await deliveries.find('a', 'd0')).to.equal(undefined);
    expect(await deliveries.find('a', 'none')).to.equal(undefined);
  });

  it('has the draws of a user, the last of those that are asked for', async () => {
    const numbers = async (upTo: number, limit: number) =>
      (await deliveries.drawsOf('a', 'ann', upTo, limit)).map(({ drawNo }) => drawNo);
    expect(await numbers(10, 10)).to.deep.equal([1, 2, 3]);
    expect(await numbers(2, 1)).to.deep.equal([2]);
  });
});
