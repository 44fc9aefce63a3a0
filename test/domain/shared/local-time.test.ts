import { expect } from 'chai';
import fc from 'fast-check';
import {
  exactIsoInTimezone,
  isoInTimezone,
  isTimezone,
  localDay,
  nextLocalDay,
} from '../../../src/domain/shared/local-time.ts';

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

  it('agrees with the run-time’s own calendar in every zone, at any time of a century', () => {
    const zones = [
      'Asia/Shanghai',
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    const times = fc.integer({ min: at('1968-01-01T00:00:00Z'), max: at('2080-01-01T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), times, (timeZone, time) => {
        const calendar = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        expect(isoInTimezone(time, timeZone).slice(0, 19)).to.equal(calendar.format(time).replace(' ', 'T'));
        expect(Date.parse(isoInTimezone(time, timeZone))).to.equal(Math.floor(time / 1000) * 1000);
        expect(Date.parse(exactIsoInTimezone(time, timeZone))).to.equal(time);
        expect(localDay(time, timeZone)).to.equal(calendar.format(time).slice(0, 10));
      }),
    );
  });

  it('finds the first moment of the next day, in every zone, whatever is done to the clocks', () => {
    // São Paulo and Beirut changed their clocks at midnight, so some of their days had none; Samoa left out a day.
    const zones = [
      'Asia/Shanghai',
      'America/New_York',
      'America/Sao_Paulo',
      'Asia/Beirut',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    const times = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), times, (zone, time) => {
        const next = nextLocalDay(time, zone);
        expect(next).to.be.above(time);
        expect(localDay(next, zone) > localDay(time, zone)).to.equal(true);
        expect(localDay(next - 1, zone)).to.equal(localDay(time, zone));
      }),
      { numRuns: 2000 },
    );
    expect(nextLocalDay(at('2026-11-11T10:00:00+08:00'), 'Asia/Shanghai')).to.equal(
      at('2026-11-12T00:00:00+08:00'),
    );
    expect(nextLocalDay(at('2018-11-03T12:00:00-03:00'), 'America/Sao_Paulo')).to.equal(
      at('2018-11-04T01:00:00-02:00'),
    );
  });

  it('distinguishes time zones from other words', () => {
    expect(isTimezone('Asia/Shanghai')).to.equal(true);
    expect(isTimezone('Asia/Atlantis')).to.equal(false);
    expect(isTimezone('')).to.equal(false);
  });
});
