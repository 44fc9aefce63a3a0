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

  const limited = () => new Bulkhead({ most: 2, deadlineMs: 300 });
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

  it('refuses at once while calls hang, also those that nobody waits for any more', async () => {
    const bulkhead = limited();
    let end = () => {};
    const hanging = () => new Promise<void>((resolve) => (end = resolve));
    const calls = [messageOf(bulkhead.run(never)), messageOf(bulkhead.run(hanging))];
    const refused = '2 calls are under way already';
    expect(await messageOf(bulkhead.run(async () => 1))).to.equal(refused);
    await clock.tickAsync(300);
    await Promise.all(calls);
    expect(await messageOf(bulkhead.run(async () => 1))).to.equal(refused);
    end();
    await clock.tickAsync(0);
    expect(await messageOf(bulkhead.run(async () => 1))).to.equal('answered');
  });

  it('is not well from a failure until the next success, or for a minute', async () => {
    const bulkhead = limited();
    const fail = () => messageOf(bulkhead.run(() => Promise.reject(new Error('away'))));
    expect(bulkhead.isWell()).to.equal(true);
    await fail();
    expect(bulkhead.isWell()).to.equal(false);
    await bulkhead.run(async () => 1);
    expect(bulkhead.isWell()).to.equal(true);
    await fail();
    await clock.tickAsync(60_001);
    expect(bulkhead.isWell()).to.equal(true);
  });
});
