import { expect } from 'chai';
import { decideChange } from '../../src/domain/releases/decide-change.ts';
import type { ReleaseFeed } from '../../src/domain/releases/release-feed.ts';
import type { ReleaseState, ReleaseStore } from '../../src/domain/releases/release-store.ts';
import type { ServingChange } from '../../src/domain/releases/serving.ts';
import type { ReleaseStoreCase } from './release-store.ts';
import { appendedOf, contentOf, published } from './sample-releases.ts';

const versionsOf = (changes: readonly ServingChange[]) => changes.map(({ version }) => version);

/** The contract of ReleaseStore and ReleaseFeed where several processes use them at once, for each adapter. */
export function describeReleaseRaces({ name, create }: ReleaseStoreCase): void {
  describe(`ReleaseStore, at once: ${name}`, () => {
    let made: Awaited<ReturnType<ReleaseStoreCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    it('records one of two changes that came after the same one, in each of 50 rounds', async () => {
      const { one, two } = made;
      let after = 0;
      for (let no = 1; no <= 50; no++) {
        const texts = [`one ${no}`, `two ${no}`];
        const results = await Promise.all(
          [one, two].map((store, index) =>
            store.append([published('a', { no, after, text: texts[index] ?? '' })]),
          ),
        );
        const won = results.findIndex(([result]) => result?.kind === 'appended');
        expect(
          results
            .flat()
            .map(({ kind }) => kind)
            .sort(),
        ).to.deep.equal(['appended', 'conflict']);
        expect((await one.release('a', no))?.text).to.equal(texts[won]);
        [after = 0] = (await two.states(['a'])).map(({ version }) => version);
      }
      expect(await one.history('a', { limit: 100 })).to.have.length(50);
    });

    it('records one of two batches that came after the same changes, whole', async () => {
      const { one, two } = made;
      const ids = ['a', 'b', 'c', 'd', 'e'];
      let states: readonly ReleaseState[] = await one.states(ids);
      for (let no = 1; no <= 15; no++) {
        const batchOf = (text: string) =>
          ids.map((id, index) => published(id, { no, after: states[index]?.version ?? 0, text }));
        const batches = await Promise.all([
          one.append(batchOf('one')),
          // The same activities in the other order: neither waits for what the other one has.
          two.append(batchOf('two').reverse()),
        ]);
        const kinds = batches.map((results) => [...new Set(results.map(({ kind }) => kind))].join());
        expect([...kinds].sort()).to.deep.equal(['appended', 'conflict']);
        states = await two.states(ids);
        const hash = contentOf(kinds[0] === 'appended' ? 'one' : 'two').hash;
        expect(new Set(states.map(({ release }) => release?.hash))).to.deep.equal(new Set([hash]));
      }
    });

    it('gives the releases of an activity numbers without gaps, while 8 publish it as often as they must', async () => {
      const publish = async (store: ReleaseStore, text: string) => {
        for (;;) {
          const [state] = await store.states(['a']);
          const content = contentOf(text);
          const order = { kind: 'publish', content, by: 'files', isDraft: true } as const;
          const decision = decideChange(state as ReleaseState, order);
          if (decision.kind !== 'change') throw new Error('it was not published');
          const after = state?.version ?? 0;
          const [result] = await store.append([published('a', { ...decision, after })]);
          if (result?.kind === 'appended') return result;
        }
      };
      const writers = Array.from({ length: 8 }, (_, no) => (no % 2 ? made.one : made.two));
      const all = writers.flatMap((store, no) =>
        Array.from({ length: 5 }, (_, round) => publish(store, `${no} ${round}`)),
      );
      const appended = await Promise.all(all);
      const rows = [...(await made.one.history('a', { limit: 100 }))].reverse();
      expect(rows.map(({ serving }) => serving.no)).to.deep.equal(rows.map((_, index) => index + 1));
      const versions = appended.map(({ version }) => version).sort((a, b) => a - b);
      expect(versionsOf(rows)).to.deep.equal(versions).and.to.have.length(40);
      for (const [index, row] of rows.entries())
        expect(row.inForceAt).to.be.at.least(rows[index - 1]?.inForceAt ?? 0);
      expect(new Set(rows.map(({ hash }) => hash)).size).to.equal(40);
    });

    it('shows each change once and in order to those who follow, while two append much at once', async () => {
      let isDone = false;
      const appended: number[] = [];
      const write = async (store: ReleaseStore, writer: string, size: number) => {
        const afters = new Array<number>(size).fill(0);
        for (let no = 1; no <= 20; no++) {
          const batch = afters.map((after, index) => published(`${writer}-${index}`, { no, after }));
          // One that is always too late: its version is nobody's.
          const [late, ...results] = await store.append([published(`${writer}-0`, { after: 9e9 }), ...batch]);
          expect(late?.kind).to.equal('conflict');
          for (const [index, { version }] of appendedOf(results).entries()) {
            appended.push(version);
            afters[index] = version;
          }
        }
      };
      const followers = [made.feed, made.feed, made.feed].map((feed) => followed(feed, () => isDone));
      const sizes = [1, 1, 2, 3, 7, 20];
      await Promise.all(sizes.map((size, no) => write(no % 2 ? made.one : made.two, `writer-${no}`, size)));
      isDone = true;
      const wanted = appended.sort((a, b) => a - b);
      for (const seen of await Promise.all(followers)) expect(versionsOf(seen)).to.deep.equal(wanted);
      expect(wanted).to.have.length(34 * 20);
    });
  });
}

/** All changes, as a process reads them that asks again and again. */
async function followed(feed: ReleaseFeed, isDone: () => boolean): Promise<readonly ServingChange[]> {
  const seen: ServingChange[] = [];
  for (let cursor = 0; ; ) {
    const isLast = isDone();
    const { latest, changes } = await feed.since(cursor);
    seen.push(...changes);
    cursor = changes.at(-1)?.version ?? cursor;
    // A page that is not full has all there is.
    if (changes.length < 500) expect(latest).to.equal(cursor);
    if (isLast && changes.length === 0) return seen;
  }
}
