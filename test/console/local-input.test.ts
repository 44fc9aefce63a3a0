import { expect } from 'chai';
import { instantOf, knownTimezone, wallClock } from '../../console/src/editor/text/local-input.ts';

describe('times in the editor', () => {
  it('are those of a clock in the activity’s zone', () => {
    expect(wallClock('2026-11-01T00:00:00+08:00', 'Asia/Shanghai')).to.equal('2026-11-01T00:00');
    expect(wallClock('2026-10-31T16:00:05Z', 'Asia/Shanghai')).to.equal('2026-11-01T00:00:05');
    expect(instantOf('2026-11-01T00:00', 'Asia/Shanghai')).to.equal('2026-11-01T00:00:00+08:00');
  });

  it('know when clocks change', () => {
    expect(instantOf('2026-03-29T01:30', 'Europe/Berlin')).to.equal('2026-03-29T01:30:00+01:00');
    expect(instantOf('2026-03-29T03:30', 'Europe/Berlin')).to.equal('2026-03-29T03:30:00+02:00');
    expect(instantOf('2026-07-01T12:00', 'Europe/Berlin')).to.equal('2026-07-01T12:00:00+02:00');
  });

  it('are none where there is none', () => {
    expect(wallClock(undefined, 'Asia/Shanghai')).to.equal('');
    expect(wallClock('soon', 'Asia/Shanghai')).to.equal('');
    expect(instantOf('', 'Asia/Shanghai')).to.equal(null);
    expect(knownTimezone('Mars/Olympus')).to.equal('Asia/Shanghai');
    expect(knownTimezone('Europe/Berlin')).to.equal('Europe/Berlin');
  });
});
