import { expect } from 'chai';
import { CodeDesk } from '../../../src/application/deliveries/code-desk.ts';

describe('the desk of redeem codes', () => {
  it('counts those that were given once in 10 s for each activity, and the others each time', async () => {
    let now = 1_000_000;
    let [sizes, given] = [0, 0];
    const desk = new CodeDesk({
      prizesOf: async (id) =>
        id === 'gone' ? null : [{ id: 'card', name: '礼品卡', live: 'code', draft: 'code' }],
      counts: {
        sizes: async (activityId = '') => {
          sizes += 1;
          return [{ activityId, prizeId: 'card', size: sizes }];
        },
        given: async () => {
          given += 1;
          return new Map([['card', given]]);
        },
      },
      ledger: { pools: async () => ({}), awarded: async () => ({ counts: {}, spent: 0 }) },
      sealing: null,
      clock: { now: () => now },
    });
    const look = async (id: string) => {
      const status = (await desk.overview(id))?.statuses[0];
      return status && [status.loaded, status.given];
    };
    expect(await look('a1')).to.deep.equal([1, 1]);
    now += 9_999;
    expect(await look('a1')).to.deep.equal([2, 1]);
    expect(await look('a2')).to.deep.equal([3, 2]);
    now += 1;
    expect(await look('a1')).to.deep.equal([4, 3]);
    expect(await look('gone')).to.equal(undefined);
    expect([sizes, given]).to.deep.equal([4, 3]);
  });
});
