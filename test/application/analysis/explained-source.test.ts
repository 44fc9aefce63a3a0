import { expect } from 'chai';
import {
  type PublishedReleases,
  publishedSource,
  servedOf,
} from '../../../src/application/analysis/explained-source.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { WholeRelease } from '../../../src/domain/releases/release.ts';
import type { Serving } from '../../../src/domain/releases/serving.ts';
import { activityOf } from '../../support/activity-of.ts';

const SERVING: Serving = {
  no: 1,
  candidate: null,
  isPaused: false,
  isRemoved: false,
  managedBy: 'files',
  draft: null,
};

const wholeRelease = (no: number, dispatch: string): WholeRelease => ({
  ...contentOf(JSON.stringify({ dispatch, title: `release ${no}` }), {}),
  ...{ activityId: 'a1', no, at: 1, author: 'ann', note: '' },
});

/** A store with releases 1 and 2, of which this is served. */
function releases(
  serving: Serving | null,
  unreadable: readonly number[] = [],
  kinds: readonly string[] = ['shake', 'shake'],
): PublishedReleases {
  return {
    state: async () => ({ version: 1, serving, release: null, candidate: null, lastNo: 2 }),
    release: async (_id, no) => (no <= 2 ? wholeRelease(no, kinds[no - 1] ?? '') : undefined),
    read: ({ no, text, pictures }) =>
      unreadable.includes(no)
        ? { ok: false, problems: [] }
        : { ok: true, activity: { ...activityOf(JSON.parse(text)), release: { no, pictures } } },
  };
}

const titlesOf = async (serving: Serving | null, unreadable?: readonly number[]) => {
  const source = await publishedSource('a1', releases(serving, unreadable));
  const served = servedOf(source);
  return [source.kind, served?.activity.title, served?.candidate?.activity.title, served?.isPaused];
};

describe('what is explained of an activity', () => {
  it('is the release that everyone gets, and the pause', async () => {
    expect(await titlesOf(SERVING)).to.deep.equal(['published', 'release 1', undefined, false]);
    expect(await titlesOf({ ...SERVING, no: 2, isPaused: true })).to.deep.equal([
      ...['published', 'release 2', undefined, true],
    ]);
  });

  it('is also the candidate, for those who get it', async () => {
    const audience = { kind: 'users', uids: ['bob'] } as const;
    const serving = { ...SERVING, candidate: { no: 2, audience, besideNo: 1 } };
    expect(await titlesOf(serving)).to.deep.equal(['published', 'release 1', 'release 2', false]);
    const source = await publishedSource('a1', releases(serving));
    const has = servedOf(source)?.candidate?.has;
    expect(['ann', 'bob'].map((uid) => has?.({ uid, zoneId: null }))).to.deep.equal([false, true]);
  });

  it('is no candidate of another kind than what everyone has got meanwhile', async () => {
    const audience = { kind: 'users', uids: ['bob'] } as const;
    const serving = { ...SERVING, candidate: { no: 2, audience, besideNo: 1 } };
    const source = await publishedSource('a1', releases(serving, [], ['shake', 'sku']));
    expect(servedOf(source)?.activity.title).to.equal('release 1');
    expect(servedOf(source)?.candidate).to.equal(null);
  });

  it('is nothing where none was published, it was removed, or a release cannot be read', async () => {
    const nothing = [undefined, undefined, undefined];
    expect(await titlesOf(null)).to.deep.equal(['not_published', ...nothing]);
    expect(await titlesOf({ ...SERVING, isRemoved: true })).to.deep.equal(['removed', ...nothing]);
    expect(await titlesOf(SERVING, [1])).to.deep.equal(['unreadable', ...nothing]);
    expect(await titlesOf({ ...SERVING, no: 3 })).to.deep.equal(['unreadable', ...nothing]);
    const candidate = { no: 2, audience: { kind: 'percent', percent: 1 }, besideNo: 1 } as const;
    expect(await titlesOf({ ...SERVING, candidate }, [2])).to.deep.equal(['unreadable', ...nothing]);
  });
});
