import { expect } from 'chai';
import sinon from 'sinon';
import { L1SessionCache } from '../../../src/adapters/memory/l1-session-cache.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import type { User } from '../../../src/domain/visitors/user.ts';
import { until } from '../../support/until.ts';

const ann: User = { uid: 'ann', zoneId: '1000', profile: {} };

describe('the in-process session tier', () => {
  let far: sinon.SinonStubbedInstance<MemorySessionCache>;
  let near: L1SessionCache;

  beforeEach(() => {
    far = sinon.createStubInstance(MemorySessionCache);
    near = new L1SessionCache(far, 259_200);
  });

  it('asks the far cache once for a user who returns, and once for a thousand who come at once', async () => {
    far.get.resolves(ann);
    const users = await Promise.all(Array.from({ length: 1000 }, () => near.get('t')));
    expect(users.every((user) => user === ann)).to.equal(true);
    await near.get('t');
    sinon.assert.calledOnce(far.get);
  });

  it('does not remember that a token is unknown', async () => {
    far.get.onFirstCall().resolves(undefined);
    far.get.onSecondCall().resolves(ann);
    expect(await near.get('t')).to.equal(undefined);
    expect(await near.get('t')).to.equal(ann);
  });

  it('serves whom it knows while the far cache is away, and says so for the others', async () => {
    far.put.rejects(new Error('away'));
    far.get.rejects(new Error('away'));
    const failure = await near.put('known', ann, 60).catch((error: Error) => error.message);
    expect(failure).to.equal('away');
    expect(await near.get('known')).to.equal(ann);
    expect(await Promise.resolve(near.get('unknown')).catch((error: Error) => error.message)).to.equal(
      'away',
    );
  });

  it('asks the far cache anew after half a minute', async () => {
    let now = 1000;
    far.get.resolves(ann);
    near = new L1SessionCache(far, 259_200, { now: () => now });
    await near.get('t');
    now += 29_900;
    await near.get('t');
    sinon.assert.calledOnce(far.get);
    now += 200;
    // The cache reads its clock once a millisecond at the most.
    const askedAnew = async () => {
      await near.get('t');
      return far.get.calledTwice;
    };
    await until(askedAnew, { what: 'a second look-up' });
  });
});
