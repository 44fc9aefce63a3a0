import { expect } from 'chai';
import { isoInTimezone, isTimezone, localDay } from '../../src/domain/local-time.ts';

const at = (text: string) => Date.parse(text);

describe('local time', () => {
  it('changes the day at midnight of the time zone, not of UTC', () => {
    expect(localDay(at('2026-11-10T15:59:59.999Z'), 'Asia/Shanghai')).to.equal('2026-11-10');
    expect(localDay(at('2026-11-10T16:00:00Z'), 'Asia/Shanghai')).to.equal('2026-11-11');
    expect(localDay(at('2026-11-10T23:59:59Z'), 'UTC')).to.equal('2026-11-10');
  });

  it('knows the day that clocks are put back', () => {
    expect(localDay(at('2026-11-01T03:59:59Z'), 'America/New_York')).to.equal('2026-10-31');
    expect(localDay(at('2026-11-02T04:59:59Z'), 'America/New_York')).to.equal('2026-11-01');
  });

  it('writes ISO 8601 with the offset that held at the time', () => {
    expect(isoInTimezone(at('2026-11-11T02:00:00Z'), 'Asia/Shanghai')).to.equal('2026-11-11T10:00:00+08:00');
    expect(isoInTimezone(at('2026-07-01T00:00:00Z'), 'America/New_York')).to.equal(
      '2026-06-30T20:00:00-04:00',
    );
    expect(isoInTimezone(at('2026-07-01T00:00:00Z'), 'UTC')).to.equal('2026-07-01T00:00:00+00:00');
    expect(isoInTimezone(at('2026-07-01T00:00:00Z'), 'Asia/Kolkata')).to.equal('2026-07-01T05:30:00+05:30');
  });

  it('tells time zones from other words', () => {
    expect(isTimezone('Asia/Shanghai')).to.equal(true);
    expect(isTimezone('Asia/Atlantis')).to.equal(false);
    expect(isTimezone('')).to.equal(false);
  });
});
