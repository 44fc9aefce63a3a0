import { expect } from 'chai';
import { againShaken } from '../../web/src/stages/again-shaken.ts';

describe('a shake while a result is open', () => {
  it('is for the next draw once the result was read and the phone was still', () => {
    const shaken = againShaken();
    shaken.isNext(0);
    shaken.shown(2_500);
    expect(shaken.isNext(4_500)).to.equal(true);
  });

  it('is not, while the arm that drew it swings on', () => {
    const shaken = againShaken();
    shaken.isNext(0);
    shaken.shown(2_000);
    expect([1_000, 2_100, 3_200, 4_300, 5_400].map((at) => shaken.isNext(at))).to.deep.equal(
      Array(5).fill(false),
    );
    expect(shaken.isNext(7_000)).to.equal(true);
  });

  it('is not, as soon as the result comes', () => {
    const shaken = againShaken();
    shaken.shown(2_000);
    expect(shaken.isNext(2_300)).to.equal(false);
  });
});
