import { expect } from 'chai';
import fc from 'fast-check';
import type { WindowSummary } from '../../../../src/application/authoring/check/launch-summary.ts';
import { type Pace, runOut } from '../../../../src/application/authoring/diff/run-out.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-11T00:00:00Z');

const running: WindowSummary = {
  timezone: 'Asia/Shanghai',
  startsAt: '2026-11-10T22:00:00+08:00',
  endsAt: null,
  durationSeconds: null,
  phase: 'running',
};
const pace: Pace = { stock: 30, won: 10, since: NOW - 10 * HOUR_MS, window: running };
const of = (changes: Partial<Pace>) => runOut({ ...pace, ...changes }, NOW);

describe('runOut', () => {
  it('takes the average pace so far for what is left, in the time zone of the activity', () => {
    expect(of({})).to.equal('2026-11-12T04:00:00+08:00');
    expect(of({ won: 20 })).to.equal('2026-11-11T13:00:00+08:00');
    expect(of({ stock: 11 })).to.equal('2026-11-11T09:00:00+08:00');
  });

  it('is now where nothing is left, or more was won than there is', () => {
    for (const stock of [10, 9, 0]) expect(of({ stock })).to.equal('2026-11-11T08:00:00+08:00');
  });

  it('is not known without a stock, a win, a beginning, or while nothing can be won', () => {
    const unknown: Partial<Pace>[] = [
      ...[{ stock: null }, { won: null }, { won: 0 }, { since: null }, { since: NOW }, { since: NOW + 1 }],
      { window: { ...running, phase: 'not_started' } },
      { window: { ...running, phase: 'ended' } },
    ];
    for (const changes of unknown) expect(of(changes), JSON.stringify(changes)).to.equal(null);
  });

  it('is a date however much is left, earlier the more were won', () => {
    const count = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(count, count, count, (stock, won, sinceSeconds) => {
        const since = NOW - sinceSeconds * 1000;
        const at = (wins: number) => Date.parse(of({ stock, won: wins, since }) ?? '');
        expect(at(won))
          .to.be.at.least(NOW)
          .and.at.least(at(won + 1));
      }),
    );
  });
});
