import { expect } from 'chai';
import fc from 'fast-check';
import { StoreClock } from '../../../src/application/releases/store-clock.ts';

/* How long the question and the answer took, in milliseconds. */
const answer = fc.record({
  there: fc.nat(300),
  back: fc.nat(300),
  pauseMs: fc.integer({ min: 1, max: 1000 }),
});
const answers = fc.array(answer, { minLength: 1, maxLength: 40 });

/** Observes answers of a store whose clock is so far ahead. */
function observed(
  aheadMs: number,
  legs: readonly { there: number; back: number; pauseMs: number }[],
): StoreClock {
  const clock = new StoreClock();
  let now = 1_790_000_000_000;
  for (const { there, back, pauseMs } of legs) {
    clock.observe(Math.floor(now + there + aheadMs), now, now + there + back);
    now += there + back + pauseMs;
  }
  return clock;
}

describe('StoreClock', () => {
  it('counts clocks as equal before it knows anything, and while no answer shows otherwise', () => {
    expect(new StoreClock().offsetMs).to.equal(0);
    fc.assert(fc.property(answers, (legs) => observed(0, legs).offsetMs === 0));
  });

  it('knows a difference as exactly as the quickest answer shows it, and never makes it larger', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: -5000, max: 5000 }), (legs, aheadMs) => {
        const { offsetMs } = observed(aheadMs, legs);
        const quickest = Math.min(...legs.map(({ there, back }) => (aheadMs > 0 ? back : there)));
        const drifted = 0.1 * legs.length;
        expect(Math.abs(aheadMs - offsetMs)).to.be.at.most(quickest + 1 + drifted);
        expect(Math.abs(offsetMs)).to.be.at.most(Math.abs(aheadMs));
        expect(offsetMs * aheadMs).to.be.at.least(0);
      }),
    );
  });

  it('is not misled by a slow answer after a quick one', () => {
    const clock = observed(2000, [{ there: 1, back: 1, pauseMs: 500 }]);
    const { offsetMs } = clock;
    clock.observe(1_790_000_002_700, 1_790_000_000_502, 1_790_000_000_902);
    expect(Math.abs(clock.offsetMs - offsetMs)).to.be.at.most(0.1);
  });

  it('follows a clock that is set, at once, and one that drifts', () => {
    const clock = new StoreClock();
    clock.observe(2000, 0, 1);
    expect(clock.offsetMs).to.equal(1999);
    clock.observe(10_500, 500, 501);
    expect(clock.offsetMs).to.equal(9999);
    clock.observe(1000, 1000, 1001);
    expect(clock.offsetMs).to.equal(0);
    // 100 parts in a million, for an hour.
    for (let poll = 1; poll <= 7200; poll++) {
      const now = 1001 + poll * 500;
      const ahead = poll * 0.05;
      clock.observe(Math.floor(now + ahead + 1), now, now + 2);
      expect(Math.abs(clock.offsetMs - ahead)).to.be.below(4);
    }
  });

  it('learns nothing from an answer during which the clock of this process was set back', () => {
    const clock = new StoreClock();
    clock.observe(5000, 5000, 1000);
    expect(clock.offsetMs).to.equal(0);
  });
});
