import { expect } from 'chai';
import fc from 'fast-check';
import { StagedClock, stagedMoment } from '../../../../src/application/authoring/previews/staged-moment.ts';
import { phaseAt } from '../../../../src/domain/activities/activity.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-01T00:00:00+08:00');
const END = START + 720 * HOUR;
const WINDOW = { startsAt: START, endsAt: END };

describe('stagedMoment', () => {
  it('is now, where the activity is in that state now', () => {
    expect(stagedMoment(WINDOW, 'running', START)).to.equal(START);
    expect(stagedMoment(WINDOW, 'won', END - 1)).to.equal(END - 1);
    expect(stagedMoment(WINDOW, 'before', START - 1)).to.equal(START - 1);
    expect(stagedMoment(WINDOW, 'ended', END)).to.equal(END);
  });

  it('is else a moment near the border', () => {
    expect(stagedMoment(WINDOW, 'running', START - HOUR)).to.equal(START + MINUTE);
    expect(stagedMoment(WINDOW, 'running', END + HOUR)).to.equal(END - HOUR);
    expect(stagedMoment(WINDOW, 'before', END)).to.equal(START - 2 * HOUR);
    expect(stagedMoment(WINDOW, 'ended', START)).to.equal(END + MINUTE);
  });

  it('is in the phase of its state for every window', () => {
    const time = fc.integer({ min: 0, max: 1e12 });
    const bound = fc.option(time);
    fc.assert(
      fc.property(
        bound,
        bound,
        time,
        fc.constantFrom('running', 'before', 'ended'),
        (from, to, now, kind) => {
          fc.pre(from === null || to === null || from < to);
          const window = { startsAt: from, endsAt: to };
          const possible = kind === 'running' || (kind === 'before' ? from !== null : to !== null);
          fc.pre(possible);
          const phase = { running: 'running', before: 'not_started', ended: 'ended' }[kind];
          expect(phaseAt(window, stagedMoment(window, kind as 'running', now))).to.equal(phase);
        },
      ),
    );
  });
});

describe('StagedClock', () => {
  it('goes on with the time, and begins again where its state ends', () => {
    let now = END + HOUR;
    const clock = new StagedClock(WINDOW, 'running', { now: () => now });
    expect(clock.now()).to.equal(END - HOUR);
    now += 59 * MINUTE;
    expect(clock.now()).to.equal(END - MINUTE);
    now += MINUTE;
    expect(clock.now()).to.equal(END - HOUR);
  });

  it('stays before the start when the start comes', () => {
    let now = START - MINUTE;
    const clock = new StagedClock(WINDOW, 'before', { now: () => now });
    expect(clock.now()).to.equal(START - MINUTE);
    now = START;
    expect(clock.now()).to.equal(START - 2 * HOUR);
  });
});
