import { expect } from 'chai';
import fc from 'fast-check';
import { maskedUid } from '../../../src/application/draws/masked-uid.ts';

describe('a masked user id', () => {
  for (const [uid, masked] of [
    ['u1001', 'u***1'],
    ['13800138000', '1***0'],
    ['abcd', 'a***d'],
    ['abc', '***'],
    ['a', '***'],
    ['', '***'],
    ['用户一二三', '用***三'],
    ['\u{1f600}bc\u{1f601}', '\u{1f600}***\u{1f601}'],
    ['\u{1f600}\u{1f601}\u{1f602}', '***'],
    ['x\ud800yzw', 'x***w'],
    // What is no character of its own does not stand alone, and does not count.
    ['x\ud800yz', '***'],
    ['\u202e1001', '1***1'],
    ['anne\u0301', 'a***e'],
    ['\u0301anne', 'a***e'],
    ['a\u0301\u0301\u0301', '***'],
    ['ab\u2028c\u200b\u3164', '***'],
    ['abc\u{1f44d}\u{1f3ff}', 'a***\u{1f44d}'],
    ['abc\u{1f469}\u200d\u{1f467}', 'a***\u{1f467}'],
  ] as const) {
    it(`of ${JSON.stringify(uid)} is ${masked}`, () => {
      expect(maskedUid(uid)).to.equal(masked);
    });
  }

  it('shows at most two characters of any id, and does not say how long it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (uid) => {
        const shown = [...maskedUid(uid)];
        expect([3, 5]).to.include(shown.length);
        expect(shown.join('')).to.match(/^.?\*{3}.?$/su);
      }),
    );
  });
});
