import { expect } from 'chai';
import fc from 'fast-check';
import {
  addMark,
  estimateOf,
  mergeSketch,
  newSketch,
  sketchMark,
} from '../../../src/domain/visitors/visit-sketch.ts';

function sketchOf(uids: Iterable<string>): Uint8Array {
  const sketch = newSketch();
  for (const uid of uids) addMark(sketch, sketchMark(uid));
  return sketch;
}

function* numbered(count: number, prefix: string): Generator<string> {
  for (let no = 0; no < count; no++) yield `${prefix}${no}`;
}

describe('the sketch of visitors', () => {
  const uids = fc.array(fc.string({ minLength: 1, maxLength: 24 }), { maxLength: 300 });

  it('is the same for the same users, in any order and however often', () => {
    fc.assert(
      fc.property(uids, (some) => {
        expect(sketchOf([...some, ...some].reverse())).to.deep.equal(sketchOf(some));
      }),
    );
  });

  it('is merged to that of the union, and knows whether it has changed', () => {
    fc.assert(
      fc.property(uids, uids, (some, others) => {
        const merged = sketchOf(some);
        const before = merged.slice();
        const isChanged = mergeSketch(merged, sketchOf(others));
        expect(merged).to.deep.equal(sketchOf([...some, ...others]));
        expect(isChanged).to.equal(Buffer.compare(before, merged) !== 0);
      }),
    );
  });

  it('never estimates less when it grows', () => {
    fc.assert(
      fc.property(uids, (some) => {
        const sketch = newSketch();
        let last = 0;
        for (const uid of some) {
          addMark(sketch, sketchMark(uid));
          expect(estimateOf(sketch)).to.be.at.least(last);
          last = estimateOf(sketch);
        }
      }),
    );
  });

  it('estimates none of nobody, and few exactly or nearly so', () => {
    expect(estimateOf(newSketch())).to.equal(0);
    for (const count of [1, 2, 5, 10, 50])
      expect(estimateOf(sketchOf(numbered(count, 'u')))).to.be.closeTo(count, 1 + count * 0.05);
  });

  it('is within 3.3 % on the whole, and has no bias, up to a million users', () => {
    for (const [count, rounds] of [
      [1000, 60],
      [2500, 60],
      [5000, 60],
      [100_000, 20],
      [1_000_000, 4],
    ] as const) {
      const errors = Array.from({ length: rounds }, (_, round) => {
        const prefix = ['demo-', 'o6_bmjrPTlm6_2sgVt7hMZOPfL', '1380000'][round % 3];
        return estimateOf(sketchOf(numbered(count, `${prefix}${round}-`))) / count - 1;
      });
      const mean = errors.reduce((sum, error) => sum + error, 0) / rounds;
      const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / rounds);
      expect(Math.abs(mean), `bias at ${count}`).to.be.below((3 * 0.033) / Math.sqrt(rounds));
      expect(deviation, `error at ${count}`).to.be.below(0.033 * 1.6);
    }
  }).timeout(30_000);
});
