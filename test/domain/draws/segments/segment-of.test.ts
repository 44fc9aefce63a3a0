import { expect } from 'chai';
import { segmentOf } from '../../../../src/domain/draws/segments/segment-of.ts';

describe('segmentOf', () => {
  it('never changes', () => {
    expect(['', 'u1', 'u2', '用户', '10000001'].map((uid) => segmentOf(uid, 64))).to.deep.equal([
      42, 9, 2, 2, 59,
    ]);
  });

  it('spreads uids of any form evenly', () => {
    const forms: ((n: number) => string)[] = [
      (n) => `${n}`,
      (n) => `u${n}`,
      (n) => `${10_000_000 + 16 * n}`,
      (n) => `用户${n}`,
      (n) => `${n}@example.com`,
    ];
    for (const form of forms) {
      for (const segments of [2, 8, 64]) {
        const counts = new Array(segments).fill(0);
        for (let n = 0; n < 64_000; n++) counts[segmentOf(form(n), segments)]++;
        const mean = 64_000 / segments;
        // Five standard deviations.
        const far = 5 * Math.sqrt(mean);
        expect(Math.max(...counts) - mean, form(1)).to.be.below(far);
        expect(mean - Math.min(...counts), form(1)).to.be.below(far);
      }
    }
  });
});
