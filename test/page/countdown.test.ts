import { expect } from 'chai';
import { clockOf, remainingOf, serverClock } from '../../web/src/activity/countdown.ts';

describe('the countdown', () => {
  it('splits the time that is left', () => {
    const left = ((2 * 24 + 3) * 60 + 4) * 60_000 + 5_000;
    expect(remainingOf(left)).to.deep.equal({ days: 2, hours: 3, minutes: 4, seconds: 5 });
  });

  it('reads 0 only when the moment has come', () => {
    expect(remainingOf(1)).to.deep.equal({ days: 0, hours: 0, minutes: 0, seconds: 1 });
    expect(remainingOf(0)).to.deep.equal({ days: 0, hours: 0, minutes: 0, seconds: 0 });
    expect(remainingOf(-5_000)).to.deep.equal(remainingOf(0));
  });

  it('shows two digits of each part of a day', () => {
    expect(clockOf({ days: 2, hours: 3, minutes: 4, seconds: 56 })).to.deep.equal(['03', '04', '56']);
  });

  it("carries the server's clock on", () => {
    let ticks = 500;
    const now = serverClock(1_764_000_000_000, () => ticks);
    expect(now()).to.equal(1_764_000_000_000);
    ticks += 1_250;
    expect(now()).to.equal(1_764_000_001_250);
  });

  it('carries it on from when it came, where that was before', () => {
    expect(serverClock(1_764_000_000_000, () => 5_000, 2_000)()).to.equal(1_764_000_003_000);
  });
});
