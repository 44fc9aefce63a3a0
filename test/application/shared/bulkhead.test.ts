import { expect } from 'chai';
import sinon from 'sinon';
import { Bulkhead, BulkheadError } from '../../../src/application/shared/bulkhead.ts';

const nameOf = (error: unknown) => (error instanceof BulkheadError ? error.message : `other: ${error}`);
const messageOf = (call: Promise<unknown>) => call.then(() => 'answered', nameOf);

describe('a bulkhead', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => clock.restore());

  const limited = () => new Bulkhead({ atOnce: 2, waiting: 2, deadlineMs: 300 });
  const never = () => new Promise<never>(() => {});

  it('passes on what the work returns or throws, and leaves no timer behind', async () => {
    const bulkhead = limited();
    expect(await bulkhead.run(async () => 7)).to.equal(7);
    expect(await messageOf(bulkhead.run(() => Promise.reject(new Error('own'))))).to.equal(
      'other: Error: own',
    );
    expect(clock.countTimers()).to.equal(0);
  });

  it('waits no longer than the deadline', async () => {
    const call = messageOf(limited().run(never));
    await clock.tickAsync(299);
    expect(clock.countTimers()).to.equal(1);
    await clock.tickAsync(1);
    expect(await call).to.equal('no answer within 300 ms');
  });

  it('waits no longer than the time that a caller has left, which says nothing of the dependency', async () => {
    const bulkhead = limited();
    expect(await messageOf(bulkhead.run(never, 0))).to.equal('no time is left for a call');
    const calls = [20, 20].map((leftMs) => messageOf(bulkhead.run(never, leftMs)));
    await clock.tickAsync(20);
    expect(await Promise.all(calls)).to.deep.equal(['no answer within 20 ms', 'no answer within 20 ms']);
    // It may still wait for its turn.
    const waiting = messageOf(bulkhead.run(never, 1000));
    await clock.tickAsync(300);
    expect(await waiting).to.equal('no answer within 300 ms');
  });

  it('lets others wait for their turn, in their order', async () => {
    const bulkhead = limited();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const calls = [0, 1, 2, 3].map((no) =>
      bulkhead.run(() => {
        begun.push(no);
        return new Promise<number>((resolve) => ends.push(() => resolve(no)));
      }),
    );
    expect(begun).to.deep.equal([0, 1]);
    expect(await messageOf(bulkhead.run(never))).to.equal('2 calls are under way, and 2 wait');
    for (const no of [0, 1, 2, 3]) {
      ends[no]?.();
      expect(await calls[no]).to.equal(no);
    }
    expect(begun).to.deep.equal([0, 1, 2, 3]);
    expect(clock.countTimers()).to.equal(0);
  });

  it('begins no work that nobody waits for any more', async () => {
    const bulkhead = limited();
    let begun = 0;
    const ends: (() => void)[] = [];
    const hanging = () => new Promise<void>((resolve) => ends.push(resolve));
    const calls = [hanging, hanging, async () => void ++begun].map((work) => messageOf(bulkhead.run(work)));
    await clock.tickAsync(300);
    expect(await Promise.all(calls)).to.deep.equal(Array(3).fill('no answer within 300 ms'));
    for (const end of ends) end();
    await clock.tickAsync(0);
    expect(begun).to.equal(0);
  });

  it('lets nobody wait after a failure, while calls hang that nobody waits for any more', async () => {
    const bulkhead = limited();
    const ends: (() => void)[] = [];
    const hanging = () => new Promise<void>((resolve) => ends.push(resolve));
    const calls = [hanging, hanging].map((work) => messageOf(bulkhead.run(work)));
    await clock.tickAsync(300);
    await Promise.all(calls);
    expect(await messageOf(bulkhead.run(async () => 1))).to.equal('2 calls are under way, and 0 wait');
    ends[0]?.();
    await clock.tickAsync(0);
    expect(await messageOf(bulkhead.run(async () => 1))).to.equal('answered');
  });

  it('takes nobody who was late by waiting for a failure', async () => {
    const bulkhead = limited();
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 200));
    const calls = Array.from({ length: 4 }, () => messageOf(bulkhead.run(slow)));
    await clock.tickAsync(300);
    const late = 'no answer within 300 ms';
    expect(await Promise.all(calls)).to.deep.equal(['answered', 'answered', late, late]);
    // Two are under way: others may wait still.
    const next = messageOf(bulkhead.run(async () => 1));
    await clock.tickAsync(100);
    expect(await next).to.equal('answered');
  });
});
