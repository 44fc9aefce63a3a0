import { expect } from 'chai';
import { ReleasedActivities } from '../../../src/application/releases/released-activities.ts';
import { mediaVersion } from '../../../src/domain/activities/media-versions.ts';
import type { Pictures, WholeRelease } from '../../../src/domain/releases/release.ts';
import type { Serving, ServingChange } from '../../../src/domain/releases/serving.ts';
import { contentOf, SERVING, sha256 } from '../../contracts/sample-releases.ts';
import { activityOf } from '../../support/activity-of.ts';

const START = 1_790_000_000_000;

const [A, B, C] = [sha256('a'), sha256('b'), sha256('c')];

describe('the pictures of what is served', () => {
  let now: number;
  let released: ReleasedActivities;
  let version: number;

  beforeEach(() => {
    now = START;
    version = 0;
    released = new ReleasedActivities({
      read: ({ activityId, no, pictures }) => ({
        ok: true,
        activity: { ...activityOf({ dispatch: 'sku' }, activityId), release: { no, pictures } },
      }),
      clock: { now: () => now },
    });
  });

  /** @param releases the pictures of each that is new, by its number */
  function take(
    serving: Partial<Serving>,
    releases: Readonly<Record<number, Pictures>>,
    inForceAt = now,
  ): void {
    version += 1;
    const change: ServingChange = {
      ...{ activityId: 'a1', version, action: 'publish', at: now, inForceAt, author: 'ann', note: '' },
      serving: { ...SERVING, ...serving },
    };
    const whole = Object.entries(releases).map(([no, pictures]): [number, WholeRelease] => [
      Number(no),
      {
        ...contentOf(`text ${no}`, pictures),
        ...{ activityId: 'a1', no: Number(no), at: now, author: 'ann', note: '' },
      },
    ]);
    expect(released.take(change, new Map(whole))).to.deep.equal({ kind: 'taken' });
  }

  const inVersion = (hash: string, file = 'a.png') => released.hashOfVersion('a1', file, mediaVersion(hash));

  it('are none of an activity that is not served, and no error before anything is loaded', () => {
    expect([released.hashOf('a1', 'a.png'), inVersion(A)]).to.deep.equal([undefined, undefined]);
  });

  it('are those of the release that everyone gets', () => {
    take({ no: 1 }, { 1: { 'a.png': A } });
    expect(released.hashOf('a1', 'a.png')).to.equal(A);
    expect([inVersion(A), inVersion(B), inVersion(A, 'b.png')]).to.deep.equal([A, undefined, undefined]);
    for (const name of ['b.png', 'constructor', '__proto__'])
      expect(released.hashOf('a1', name)).to.equal(undefined);
    expect(released.hashOfVersion('a1', 'a.png', A.slice(0, 15))).to.equal(undefined);
    expect(released.hashOfVersion('a1', 'a.png', '')).to.equal(undefined);
  });

  it('are those of a candidate by their version alone', () => {
    const candidate = { no: 2, audience: { kind: 'percent', percent: 10 }, besideNo: 1 } as const;
    take({ no: 1 }, { 1: { 'a.png': A } });
    take({ no: 1, candidate }, { 2: { 'a.png': B, 'new.png': C } });
    expect([released.hashOf('a1', 'a.png'), released.hashOf('a1', 'new.png')]).to.deep.equal([A, undefined]);
    expect([inVersion(A), inVersion(B), inVersion(C, 'new.png')]).to.deep.equal([A, B, C]);
    expect([...released.pictureHashes()].sort()).to.deep.equal([A, B, C].sort());
  });

  it('are known a moment before they take force, and some minutes after it has ended', () => {
    take({ no: 1 }, { 1: { 'a.png': A } });
    take({ no: 2 }, { 2: { 'a.png': B } }, now + 750);
    expect([released.hashOf('a1', 'a.png'), inVersion(A), inVersion(B)]).to.deep.equal([A, A, B]);
    now += 750;
    expect([released.hashOf('a1', 'a.png'), inVersion(A), inVersion(B)]).to.deep.equal([B, A, B]);
    now += 599_999;
    expect(inVersion(A)).to.equal(A);
    now += 1;
    expect([inVersion(A), inVersion(B)]).to.deep.equal([undefined, B]);
  });

  it('are the earlier ones again after a rollback', () => {
    take({ no: 1 }, { 1: { 'a.png': A } });
    take({ no: 2 }, { 2: { 'a.png': B } });
    now += 3_600_000;
    take({ no: 3 }, { 3: { 'a.png': A } });
    expect([released.hashOf('a1', 'a.png'), inVersion(A), inVersion(B)]).to.deep.equal([A, A, B]);
  });

  it('of an activity that was removed are known for some minutes', () => {
    take({ no: 1 }, { 1: { 'a.png': A } });
    take({ no: 1, isRemoved: true }, {});
    expect([released.hashOf('a1', 'a.png'), inVersion(A)]).to.deep.equal([undefined, A]);
    now += 600_000;
    expect(inVersion(A)).to.equal(undefined);
  });

  it('take no more memory for being replaced all the time', () => {
    const hashes = Array.from({ length: 30_000 }, (_, index) => sha256(`${index}`));
    for (const [index, hash] of hashes.entries()) take({ no: index + 1 }, { [index + 1]: { 'a.png': hash } });
    expect(inVersion(hashes.at(-2) as string)).to.equal(hashes.at(-2));
    expect(inVersion(hashes[0] as string)).to.equal(undefined);
    expect(released.pictureHashes().size).to.equal(20_001);
  });
});
