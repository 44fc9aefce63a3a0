import { expect } from 'chai';
import { Pace } from '../../../../src/application/analysis/live/pace.ts';

const SECOND_MS = 1000;

describe('the pace of an activity', () => {
  /** Known for so many seconds, in which a prize was won so often. */
  const paceOf = (seconds: number, awards: number) => {
    const pace = new Pace();
    for (let at = 0; at <= seconds; at++) {
      const tea = Math.floor((awards * at) / seconds);
      pace.add(at * SECOND_MS, { visits: 0, draws: 0, wins: tea, awards: new Map([['tea', tea]]) });
    }
    return pace.awardsPerMs('tea');
  };

  it('of a prize is known after a minute', () => {
    expect(paceOf(60, 3)).to.equal(3 / 60_000);
    expect(paceOf(59, 3)).to.equal(null);
  });

  it('of a prize that is won all the time is known after some seconds', () => {
    expect(paceOf(5, 500)).to.equal(500 / 5000);
    expect(paceOf(5, 29)).to.equal(null);
    expect(paceOf(4, 500)).to.equal(null);
  });
});
