import { expect } from 'chai';
import slotOf from 'cluster-key-slot';
import { segmentTag } from '../../../../../src/adapters/redis/draws/segments/segment-tag.ts';

describe('segmentTag', () => {
  it('never changes', () => {
    expect([0, 1, 7].map((segment) => segmentTag('double11', segment, 8))).to.deep.equal([
      'double11.0.2',
      'double11.1.d',
      'double11.7.d',
    ]);
  });

  it('has the slots of its own part of all', () => {
    for (const activity of ['a', 'double11', '2026-spring', 'x'.repeat(64)]) {
      for (const segments of [2, 8, 64]) {
        for (let segment = 0; segment < segments; segment++) {
          const slot = slotOf(`cms:draw:{${segmentTag(activity, segment, segments)}}:book`);
          expect(Math.floor((slot * segments) / 16_384)).to.equal(segment);
        }
      }
    }
  });
});
