import { expect } from 'chai';
import type { Audience } from '../../../src/domain/releases/audience.ts';
import { releaseFor } from '../../../src/domain/releases/served-releases.ts';
import { candidateOf, releaseOf, ServedChanges } from './served-changes.ts';

const LEAD = { inMs: 750 };

describe('ReleasedActivities, during a rollout', () => {
  let served: ServedChanges;
  beforeEach(() => {
    served = new ServedChanges();
    served.take({ no: 1 }, [releaseOf(1)]);
  });

  const uids = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);
  const rollOut = (audience: Audience, { in: process = served } = {}) =>
    process.take({ no: 1, candidate: candidateOf(2, audience) }, [releaseOf(2)], LEAD);
  const noFor = (uid: string, process = served, zoneId: string | null = null) => {
    const activity = process.released.served('a');
    return activity && releaseFor(activity, { uid, zoneId }).release?.no;
  };

  it('gives the candidate from its time on to a tenth of 20,000 users', () => {
    rollOut({ kind: 'percent', percent: 10 });
    expect(uids.some((uid) => noFor(uid) === 2)).to.equal(false);
    served.now += 750;
    const share = uids.filter((uid) => noFor(uid) === 2).length / uids.length;
    expect(share).to.be.within(0.09, 0.11);
  });

  it('has each user on the same side in every process, however it came to know of the rollout', () => {
    rollOut({ kind: 'percent', percent: 5 });
    served.take({ no: 1, candidate: candidateOf(2, { kind: 'percent', percent: 30 }) }, [], LEAD);
    served.now += 750;
    // It started later.
    const other = new ServedChanges();
    other.take({ no: 1, candidate: candidateOf(2, { kind: 'percent', percent: 30 }) }, [
      releaseOf(1),
      releaseOf(2),
    ]);
    const sides = uids.map((uid) => noFor(uid));
    expect(uids.map((uid) => noFor(uid, other))).to.deep.equal(sides);
    served.take({ no: 1, isPaused: true, candidate: candidateOf(2, { kind: 'percent', percent: 30 }) });
    served.take({ no: 1, candidate: candidateOf(2, { kind: 'percent', percent: 30 }) });
    expect(uids.map((uid) => noFor(uid))).to.deep.equal(sides);
  });

  it('keeps those who have the candidate when it goes to more, and gives it to all by promotion', () => {
    rollOut({ kind: 'percent', percent: 10 });
    served.now += 750;
    const before = uids.filter((uid) => noFor(uid) === 2);
    served.take({ no: 1, candidate: candidateOf(2, { kind: 'percent', percent: 40 }) });
    expect(before.every((uid) => noFor(uid) === 2)).to.equal(true);
    served.take({ no: 2 });
    expect(uids.every((uid) => noFor(uid) === 2)).to.equal(true);
  });

  it('gives it to single users, or to zones', () => {
    rollOut({ kind: 'users', uids: ['u1', 'u2'] });
    served.now += 750;
    expect(['u1', 'u2', 'u3', ''].map((uid) => noFor(uid))).to.deep.equal([2, 2, 1, 1]);
    served.take({ no: 1, candidate: candidateOf(2, { kind: 'zones', zones: ['1000'] }) });
    expect(['1000', '2000', null].map((zoneId) => noFor('u1', served, zoneId))).to.deep.equal([2, 1, 1]);
  });

  it('gives everyone the stable release when it is aborted', () => {
    rollOut({ kind: 'percent', percent: 100 });
    served.now += 750;
    expect(noFor('u')).to.equal(2);
    served.take({ no: 1 }, [], LEAD);
    expect(noFor('u')).to.equal(2);
    served.now += 750;
    expect(noFor('u')).to.equal(1);
  });

  it('serves another stable release beside the candidate', () => {
    rollOut({ kind: 'users', uids: ['u'] });
    served.take({ no: 3, candidate: candidateOf(2, { kind: 'users', uids: ['u'] }) }, [releaseOf(3)], LEAD);
    served.now += 750;
    expect([noFor('u'), noFor('other')]).to.deep.equal([2, 3]);
  });
});
