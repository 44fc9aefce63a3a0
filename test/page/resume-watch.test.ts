import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import { restWhilePaused, resumeWatch } from '../../web/src/activity/resume-watch.ts';

const LONGEST_MS = 20_000;

describe('the wait for a paused activity', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });
  afterEach(() => clock.restore());

  /** A watch of a page that waits until it is changed, and an answer that asks for a rest. */
  function watching(restMs = 0) {
    const page = { waits: true };
    const ask = sinon.spy(async () => restMs);
    return { page, ask, watch: resumeWatch(() => page.waits, ask) };
  }

  it('lasts from 10 to 20 s, so that a crowd does not come at once', () => {
    expect([0, 0.5, 1].map((each) => restWhilePaused(() => each))).to.deep.equal([10_000, 15_000, 20_000]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        expect(restWhilePaused(() => random)).to.be.within(10_000, LONGEST_MS);
      }),
    );
  });

  it('ends with a question again and again, one at a time', async () => {
    const { ask, watch } = watching();
    watch.plan();
    watch.plan();
    await clock.tickAsync(9_999);
    expect(ask.callCount).to.equal(0);
    await clock.tickAsync(60_000);
    expect(ask.callCount).to.be.within(3, 6);
    watch.stop();
    const asked = ask.callCount;
    await clock.tickAsync(60_000);
    expect(ask.callCount).to.equal(asked);
  });

  it('is as long as the server wants', async () => {
    const { ask, watch } = watching(60_000);
    watch.plan();
    await clock.tickAsync(LONGEST_MS);
    expect(ask.callCount).to.equal(1);
    await clock.tickAsync(60_000 - (LONGEST_MS - 10_000) - 1);
    expect(ask.callCount).to.equal(1);
    await clock.tickAsync(LONGEST_MS);
    expect(ask.callCount).to.equal(2);
  });

  it('is none while the page is hidden or the activity goes on', async () => {
    const { page, ask, watch } = watching();
    watch.plan();
    page.waits = false;
    watch.plan();
    await clock.tickAsync(60_000);
    expect(ask.callCount).to.equal(0);
    page.waits = true;
    watch.plan();
    await clock.tickAsync(LONGEST_MS);
    expect(ask.callCount).to.be.within(1, 2);
  });
});
