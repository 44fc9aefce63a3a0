import { expect } from 'chai';
import { fullMomentOf, minuteOf } from '../../web/src/activity/moment.ts';

// By the local time zone, as the page shows it.
const MIDNIGHT = new Date(2026, 10, 11, 0, 5).getTime();

describe('a moment', () => {
  it('is shown short', () => {
    expect(minuteOf(MIDNIGHT, MIDNIGHT + 9 * 86_400_000)).to.equal('11月11日 00:05');
  });

  it('is shown with its year where that is another one', () => {
    expect(minuteOf(MIDNIGHT, MIDNIGHT + 99 * 86_400_000)).to.equal('2026年11月11日 00:05');
  });

  it('is shown in full', () => {
    expect(fullMomentOf(MIDNIGHT)).to.equal('2026年11月11日 00:05');
  });
});
