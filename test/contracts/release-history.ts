import { expect } from 'chai';
import type { HistoryRow, ReleaseStore } from '../../src/domain/releases/release-store.ts';
import type { Serving } from '../../src/domain/releases/serving.ts';
import type { ReleaseStoreCase } from './release-store.ts';
import { type Appended, appendedOf, contentOf, published, SERVING } from './sample-releases.ts';

/** The contract of the history of a ReleaseStore, for each adapter. */
export function describeReleaseHistory({ name, create }: ReleaseStoreCase): void {
  describe(`ReleaseStore, history: ${name}`, () => {
    let made: Awaited<ReturnType<ReleaseStoreCase['create']>>;
    let store: ReleaseStore;
    beforeEach(async () => {
      made = await create();
      store = made.one;
    });
    afterEach(() => made.close());

    const appendOne = async (...change: Parameters<typeof published>) =>
      appendedOf(await store.append([published(...change)]))[0] as Appended;

    it('has each change, the latest first, with the hashes of what it left', async () => {
      const audience = { kind: 'percent', percent: 5 } as const;
      const candidate: Serving = { ...SERVING, candidate: { no: 2, audience, besideNo: 1 } };
      const first = await appendOne('a', { note: 'the first' });
      const second = await appendOne('a', {
        ...{ after: first.version, action: 'roll_out', author: 'bob', serving: candidate },
        release: { ...contentOf('b'), no: 2 },
      });
      const serving = { ...SERVING, no: 2, isPaused: true };
      const changes = {
        after: second.version,
        action: 'promote',
        serving,
        release: null,
        leadMs: 0,
      } as const;
      const third = await appendOne('a', changes);
      const [a, b] = [contentOf('{"title":"a 1"}'), contentOf('b')];
      const rowOf = ({ version, at, inForceAt }: Appended, rest: Partial<HistoryRow>) => ({
        ...{ activityId: 'a', version, at, inForceAt, author: 'ann', note: '' },
        ...{ candidateHash: null, candidateContent: null },
        ...rest,
      });
      expect(await made.two.history('a', { limit: 10 })).to.deep.equal([
        rowOf(third, { action: 'promote', serving, hash: b.hash, content: b.content }),
        rowOf(second, {
          ...{ action: 'roll_out', author: 'bob', serving: candidate },
          ...{ hash: a.hash, content: a.content, candidateHash: b.hash, candidateContent: b.content },
        }),
        rowOf(first, {
          action: 'publish',
          note: 'the first',
          serving: SERVING,
          hash: a.hash,
          content: a.content,
        }),
      ]);
    });

    it('has no change of another activity, however similar its id is', async () => {
      const ids = ['a', 'A', 'a-b_c', 'a-b-c', 'a_b', 'a-b', '1', '01', 'a1'];
      await store.append(ids.map((id) => published(id)));
      for (const id of ids) {
        const rows = await store.history(id, { limit: 10 });
        expect(rows.map(({ activityId }) => activityId)).to.deep.equal([id]);
        expect(rows[0]?.hash).to.equal(contentOf(`{"title":"${id} 1"}`).hash);
      }
      expect(await store.history('a%', { limit: 10 })).to.deep.equal([]);
    });

    it('is read in pages, while changes come', async () => {
      let after = 0;
      const add = async (no: number) => {
        await store.append([published('other', { no, after: after === 0 ? 0 : after - 1 })]);
        ({ version: after } = await appendOne('a', { no, after }));
      };
      for (let no = 1; no <= 25; no++) await add(no);
      const read: number[] = [];
      let page = await store.history('a', { limit: 10 });
      while (page.length > 0) {
        read.push(...page.map(({ serving }) => serving.no));
        if (read.length === 10) await add(26);
        page = await store.history('a', { before: page.at(-1)?.version ?? 0, limit: 10 });
      }
      expect(read).to.deep.equal(Array.from({ length: 25 }, (_, index) => 25 - index));
      expect(await store.history('a', { before: 1, limit: 10 })).to.deep.equal([]);
      expect((await store.history('a', { limit: 1 }))[0]?.serving.no).to.equal(26);
    });
  });
}
