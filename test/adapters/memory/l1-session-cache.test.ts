import { expect } from 'chai';
import sinon from 'sinon';
import { L1SessionCache } from '../../../src/adapters/memory/l1-session-cache.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { sessionOf } from '../../support/sample-session.ts';
import { until } from '../../support/until.ts';

const ann = sessionOf({ uid: 'ann', zoneId: '1000', profile: {} });

describe('L1SessionCache', () => {
  let l2: sinon.SinonStubbedInstance<MemorySessionCache>;
  let l1: L1SessionCache;

  beforeEach(() => {
    l2 = sinon.createStubInstance(MemorySessionCache);
    l1 = new L1SessionCache(l2, 259_200);
  });

  it('makes one look-up in L2 for 1,000 concurrent calls, and none for later calls', async () => {
    l2.get.resolves(ann);
    const found = await Promise.all(Array.from({ length: 1000 }, () => l1.get('t')));
    expect(found.every((session) => session === ann)).to.equal(true);
    await l1.get('t');
    sinon.assert.calledOnce(l2.get);
  });

  it('does not keep that a token is unknown', async () => {
    l2.get.onFirstCall().resolves(undefined);
    l2.get.onSecondCall().resolves(ann);
    expect(await l1.get('t')).to.equal(undefined);
    expect(await l1.get('t')).to.equal(ann);
  });

  it('serves its sessions while L2 is away, and fails for others', async () => {
    l2.put.rejects(new Error('away'));
    l2.get.rejects(new Error('away'));
    const failure = await l1.put('known', ann, 60).catch((error: Error) => error.message);
    expect(failure).to.equal('away');
    expect(await l1.get('known')).to.equal(ann);
    expect(await Promise.resolve(l1.get('unknown')).catch((error: Error) => error.message)).to.equal('away');
  });

  it('makes a new look-up in L2 after 30 s', async () => {
    let now = 1000;
    l2.get.resolves(ann);
    l1 = new L1SessionCache(l2, 259_200, { now: () => now });
    await l1.get('t');
    now += 29_900;
    await l1.get('t');
    sinon.assert.calledOnce(l2.get);
    now += 200;
    // The cache reads its clock at most once in 1 ms.
    const isLookedUpAgain = async () => {
      await l1.get('t');
      return l2.get.calledTwice;
    };
    await until(isLookedUpAgain, { what: 'a second look-up' });
  });
});
