import { expect } from 'chai';
import fc from 'fast-check';
import { percentile, sortedOf } from '../../../bench/visit/percentile.ts';

describe("the benchmark's percentile", () => {
  it('is the smallest value that at least this share of the values does not exceed', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const found = percentile(sortedOf(all), percent / 100);
        const upTo = (limit: number) => all.filter((value) => value <= limit).length;
        const isEnough = (limit: number) => upTo(limit) >= Math.ceil((percent / 100) * all.length);
        expect(all.filter(isEnough).sort((a, b) => a - b)[0]).to.equal(found);
      }),
    );
  });

  it('sorts by size, not by digits', () => {
    expect([...sortedOf([10, 9, 1000])]).to.deep.equal([9, 10, 1000]);
  });

  it('of nothing is not a number', () => {
    expect(percentile([], 0.99)).to.be.NaN;
  });
});
