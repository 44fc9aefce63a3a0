import { expect } from 'chai';
import type { ReleaseFeed } from '../../src/domain/releases/release-feed.ts';
import type { ReleaseStore } from '../../src/domain/releases/release-store.ts';
import type { ServingChange } from '../../src/domain/releases/serving.ts';
import type { ReleaseStoreCase } from './release-store.ts';
import { appendedOf, contentOf, published, SERVING } from './sample-releases.ts';

const versionsOf = (changes: readonly ServingChange[]) => changes.map(({ version }) => version);
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

/** The contract of ReleaseFeed, for each adapter. */
export function describeReleaseFeed({ name, create }: ReleaseStoreCase): void {
  describe(`ReleaseFeed: ${name}`, () => {
    let made: Awaited<ReturnType<ReleaseStoreCase['create']>>;
    let store: ReleaseStore;
    let feed: ReleaseFeed;
    beforeEach(async () => {
      made = await create();
      ({ one: store, feed } = made);
    });
    afterEach(() => made.close());

    it('is empty at first', async () => {
      const { now, ...page } = await feed.since(0);
      expect(page).to.deep.equal({ latest: 0, findings: 0, mark: null, changes: [] });
      expect(await feed.since(Number.MAX_SAFE_INTEGER)).to.deep.include(page);
      expect(await feed.current()).to.deep.equal([]);
      expect(await feed.releases([])).to.deep.equal([]);
      expect(await feed.releases([{ activityId: 'a', no: 1 }])).to.deep.equal([]);
    });

    it('has the clock of the store, by which changes are recorded', async () => {
      const nowOf = async () => (await feed.since(0)).now ?? Date.now();
      const before = await nowOf();
      const [appended] = appendedOf(await store.append([published('a')]));
      expect(appended?.at).to.be.within(before, await nowOf());
    });

    it('has each change as it was recorded', async () => {
      const audience = { kind: 'zones', zones: ['1000'] } as const;
      const serving = { ...SERVING, isPaused: true, candidate: { no: 2, audience, besideNo: 1 }, draft: 'd' };
      const change = published('a-b_c', {
        serving,
        author: '安',
        note: 'why',
        action: 'roll_out',
        leadMs: 9,
      });
      const [{ kind: _, ...appended } = { kind: '' }] = appendedOf(await store.append([change]));
      const wanted = { activityId: 'a-b_c', action: 'roll_out', author: '安', note: 'why', serving };
      expect((await feed.since(0)).changes).to.deep.equal([{ ...wanted, ...appended }]);
      expect(await feed.current()).to.deep.equal([{ ...wanted, ...appended }]);
    });

    it('has only the changes after a version', async () => {
      await store.append([published('a'), published('b'), published('c')]);
      const pages = await Promise.all([0, 1, 3, 4, Number.MAX_SAFE_INTEGER].map((at) => feed.since(at)));
      expect(pages.map(({ changes }) => versionsOf(changes))).to.deep.equal([[1, 2, 3], [2, 3], [], [], []]);
      for (const { latest } of pages) expect(latest).to.equal(3);
      const [a] = pages[0]?.changes ?? [];
      const marks = pages.map(({ mark }) => mark?.activityId ?? null);
      expect(marks).to.deep.equal([null, 'a', 'c', null, null]);
      expect(pages[1]?.mark).to.deep.equal({ activityId: 'a', at: a?.at });
    });

    it('has the version of the latest change, also where others came too late', async () => {
      expect(await store.append([published('a', { after: 5 })])).to.deep.equal([{ kind: 'conflict' }]);
      expect(await feed.since(0)).to.deep.include({ latest: 0, changes: [] });
      const batch = [published('a'), published('a', { no: 2 }), published('b', { after: 3 })];
      const [{ version = 0 } = {}] = appendedOf((await store.append(batch)).slice(0, 1));
      expect((await feed.since(0)).latest).to.equal(version);
      const [next] = appendedOf(await store.append([published('a', { no: 2, after: version })]));
      expect(next?.version).to.be.above(version);
      expect((await feed.since(version)).latest).to.equal(next?.version);
    });

    it('has 1,234 changes in pages, each once and in order', async () => {
      const ids = Array.from({ length: 1234 }, (_, no) => `activity-${no}`);
      const appended = appendedOf(await store.append(ids.map((id) => published(id))));
      const seen: ServingChange[] = [];
      let pages = 0;
      for (let cursor = 0; ; pages++) {
        const { changes, latest } = await feed.since(cursor);
        expect(latest).to.equal(1234);
        if (changes.length === 0) break;
        seen.push(...changes);
        cursor = changes.at(-1)?.version ?? 0;
      }
      expect(pages).to.be.within(2, 10);
      expect(versionsOf(seen)).to.deep.equal(appended.map(({ version }) => version));
      expect(seen.map(({ activityId }) => activityId)).to.deep.equal(ids);
    });

    it('has the latest change of each activity', async () => {
      await store.append([published('a'), published('b'), published('c')]);
      await store.append([published('b', { no: 2, after: 2 })]);
      const serving = { ...SERVING, isRemoved: true };
      await store.append([published('c', { after: 3, action: 'remove', release: null, serving })]);
      await store.append([published('b', { no: 3, after: 4 })]);
      const current = [...(await feed.current())].sort((a, b) => (a.activityId < b.activityId ? -1 : 1));
      expect(versionsOf(current)).to.deep.equal([1, 6, 5]);
      expect(current.map(({ serving: { no, isRemoved } }) => `${no} ${isRemoved}`)).to.deep.equal([
        ...['1 false', '3 false', '1 true'],
      ]);
    });

    it('has the latest change of each of 2,000 activities', async () => {
      const ids = Array.from({ length: 2000 }, (_, no) => `activity-${no}`);
      await store.append(ids.map((id) => published(id)));
      await store.append(ids.slice(0, 700).map((id, at) => published(id, { no: 2, after: at + 1 })));
      const versions = Array.from({ length: 2000 }, (_, index) => index + 701);
      expect(ascending(versionsOf(await feed.current()))).to.deep.equal(versions);
    });

    it('returns the releases that are asked for, whatever the ids, and no other ones', async () => {
      const ids = ['a', 'A', 'a-b_c', 'a_b-c', '-', '_', '1', '01', '1055', 'x'.repeat(64), '__proto__'];
      const appended = appendedOf(await store.append(ids.map((id) => published(id))));
      await store.append(ids.map((id, at) => published(id, { no: 2, after: appended[at]?.version ?? 0 })));
      const keysOf = (no: number) => ids.map((activityId) => ({ activityId, no }));
      for (const no of [1, 2]) {
        const found = new Map((await feed.releases(keysOf(no))).map((each) => [each.activityId, each]));
        expect([...found.keys()].sort()).to.deep.equal([...ids].sort());
        for (const [id, { text, hash, ...release }] of found) {
          expect({ no: release.no, text }).to.deep.equal({ no, text: `{"title":"${id} ${no}"}` });
          expect(hash).to.equal(contentOf(text).hash);
        }
      }
      const unknown = [...keysOf(3), ...keysOf(0), { activityId: 'b', no: 1 }, { activityId: '', no: 1 }];
      expect(await feed.releases(unknown)).to.deep.equal([]);
      const some = await feed.releases([...unknown, { activityId: 'a-b_c', no: 2 }]);
      expect(some.map(({ activityId, no }) => `${activityId} ${no}`)).to.deep.equal(['a-b_c 2']);
    });

    it('returns a release once that is asked for twice, and 2,000 at once', async () => {
      const ids = Array.from({ length: 2000 }, (_, no) => `activity-${no}`);
      await store.append(ids.map((id) => published(id)));
      const keys = ids.map((activityId) => ({ activityId, no: 1 }));
      const found = await feed.releases([...keys, ...keys.slice(0, 10)]);
      expect(found).to.have.length(2000);
      expect(new Set(found.map(({ activityId }) => activityId)).size).to.equal(2000);
    });
  });
}
