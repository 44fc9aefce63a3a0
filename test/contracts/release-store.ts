import { expect } from 'chai';
import type { Audience } from '../../src/domain/releases/audience.ts';
import type { ReleaseFeed } from '../../src/domain/releases/release-feed.ts';
import type { ReleaseState, ReleaseStore } from '../../src/domain/releases/release-store.ts';
import type { Serving } from '../../src/domain/releases/serving.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
import {
  type Appended,
  appendedOf,
  contentOf,
  expectSame,
  ODD_TEXTS,
  published,
  SERVING,
  sha256,
} from './sample-releases.ts';

export interface ReleaseStoreCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: ReleaseStore; two: ReleaseStore; feed: ReleaseFeed; close(): Promise<void> }>;
}

const NOTHING: ReleaseState = { version: 0, serving: null, release: null, candidate: null, lastNo: 0 };

/** The contract of ReleaseStore, for each adapter. */
export function describeReleaseStore({ name, create }: ReleaseStoreCase): void {
  describe(`ReleaseStore: ${name}`, () => {
    let made: Awaited<ReturnType<ReleaseStoreCase['create']>>;
    let store: ReleaseStore;
    beforeEach(async () => {
      made = await create();
      store = made.one;
    });
    afterEach(() => made.close());

    const appendOne = async (...change: Parameters<typeof published>) =>
      appendedOf(await store.append([published(...change)]))[0] as Appended;
    const stateOf = async (activityId: string) => (await made.two.states([activityId]))[0] as ReleaseState;

    it('is empty at first', async () => {
      expect(await store.states(['a', 'b'])).to.deep.equal([NOTHING, NOTHING]);
      expect(await store.release('a', 1)).to.equal(undefined);
      expect(await store.history('a', { limit: 10 })).to.deep.equal([]);
    });

    it('asks nothing for nothing', async () => {
      expect(await store.states([])).to.deep.equal([]);
      expect(await store.append([])).to.deep.equal([]);
      expect((await made.feed.since(0)).latest).to.equal(0);
    });

    it('keeps a release with all that is known of it', async () => {
      const pictures = { 'b.png': sha256('b'), 'a-1.jpg': sha256('a'), '图.webp': sha256('c') };
      const content = contentOf('{"title":"a"}', pictures);
      const before = Date.now();
      const appended = await appendOne('a', {
        ...{ author: '安 "ann"', note: "it's\n100 %", leadMs: 750, release: { ...content, no: 1 } },
      });
      expect(appended.at).to.be.within(before - 1000, Date.now() + 1000);
      expect(appended).to.deep.equal({
        ...{ kind: 'appended', version: 1, at: appended.at, inForceAt: appended.at + 750 },
      });
      const { text: _, ...known } = content;
      const release = {
        ...{ ...known, activityId: 'a', no: 1 },
        ...{ at: appended.at, author: '安 "ann"', note: "it's\n100 %" },
      };
      expect(await made.two.release('a', 1)).to.deep.equal({ ...release, text: content.text });
      const state = { version: 1, serving: SERVING, release, candidate: null, lastNo: 1 };
      expect(await stateOf('a')).to.deep.equal(state);
      expect(await store.release('a', 2)).to.equal(undefined);
    });

    it('keeps what is served as it is', async () => {
      const audiences: readonly Audience[] = [
        { kind: 'percent', percent: 33.33 },
        { kind: 'users', uids: ['u1', '用户😀', '"', '\\', '\u0000', '\ud800', ''] },
        { kind: 'zones', zones: ['1000', '01'] },
        { kind: 'users', uids: Array.from({ length: 10_000 }, (_, no) => `user-${no}`) },
      ];
      const servings: readonly Serving[] = [
        { ...SERVING, isPaused: true, managedBy: 'console', draft: sha256('draft') },
        { ...SERVING, isRemoved: true },
        ...audiences.map((audience) => ({ ...SERVING, candidate: { no: 2, audience, besideNo: 1 } })),
      ];
      let after = (await appendOne('a')).version;
      const content = contentOf('{"title":"b"}');
      for (const [index, serving] of servings.entries()) {
        const release = index === 0 ? { ...content, no: 2 } : null;
        ({ version: after } = await appendOne('a', { after, action: 'roll_out', serving, release }));
        const state = await stateOf('a');
        expect(state).to.deep.include({ version: after, serving, lastNo: 2 });
        expect(state.release?.no).to.equal(1);
        expect(state.candidate?.hash).to.equal(serving.candidate ? content.hash : undefined);
        expect((await made.feed.since(after - 1)).changes[0]).to.deep.include({ version: after, serving });
      }
    });

    it('returns the states in the order of the question, also of the same activity twice', async () => {
      await store.append([published('a'), published('b'), published('c')]);
      const states = await store.states(['c', 'nobody', 'a', 'c', '']);
      expect(states.map(({ version }) => version)).to.deep.equal([3, 0, 1, 3, 0]);
    });

    it('changes nothing where another change came first, or none at all', async () => {
      const { version } = await appendOne('a');
      for (const after of [0, version + 1, version - 1, 99]) {
        const change = published('a', { no: 2, after });
        expect(await made.two.append([change])).to.deep.equal([{ kind: 'conflict' }]);
      }
      expect(await store.append([published('b', { after: version })])).to.deep.equal([{ kind: 'conflict' }]);
      expect(await stateOf('a')).to.deep.include({ version, lastNo: 1 });
      expect(await stateOf('b')).to.deep.equal(NOTHING);
      expect(await store.release('a', 2)).to.equal(undefined);
      expect(await store.history('a', { limit: 10 })).to.have.length(1);
      expect((await made.feed.since(0)).latest).to.equal(version);
    });

    it('records the others of a batch where some are too late, and answers in their order', async () => {
      await store.append([published('b'), published('d')]);
      const results = await store.append(['a', 'b', 'c', 'd', 'e'].map((id) => published(id)));
      const kinds = ['appended', 'conflict', 'appended', 'conflict', 'appended'];
      expect(results.map(({ kind }) => kind)).to.deep.equal(kinds);
      const versions = results.flatMap((result) => (result.kind === 'appended' ? [result.version] : []));
      expect(versions).to.deep.equal([...versions].sort((a, b) => a - b));
      const states = await store.states(['a', 'c', 'e']);
      expect(states.map(({ version }) => version)).to.deep.equal(versions);
    });

    it('records one of several changes of an activity in a batch: the others did not know of it', async () => {
      const pause = published('a', { action: 'pause', release: null });
      const results = await store.append([
        published('a', { after: 7 }),
        ...[published('a'), published('b'), published('a', { text: 'another' }), pause],
      ]);
      const kinds = ['conflict', 'appended', 'appended', 'conflict', 'conflict'];
      expect(results.map(({ kind }) => kind)).to.deep.equal(kinds);
      expect((await store.release('a', 1))?.text).to.equal('{"title":"a 1"}');
      expect(await store.history('a', { limit: 10 })).to.have.length(1);
    });

    it('records nothing of a batch with a release whose number is taken', async () => {
      const { version } = await appendOne('a');
      const batch = [published('b'), published('a', { after: version, text: 'another' }), published('c')];
      const fault = await store.append(batch).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(DependencyError).and.include({ dependency: 'record store' });
      expect(await store.states(['b', 'c'])).to.deep.equal([NOTHING, NOTHING]);
      expect((await store.release('a', 1))?.text).to.equal('{"title":"a 1"}');
      expect((await made.feed.since(0)).latest).to.equal(version);
      expect((await appendOne('b')).kind).to.equal('appended');
    });

    it('takes 2,000 activities in one batch, and then the next change of each', async () => {
      const ids = Array.from({ length: 2000 }, (_, no) => `activity-${no}`);
      const first = appendedOf(await store.append(ids.map((id) => published(id))));
      expect(first.map(({ version }) => version)).to.deep.equal(ids.map((_, index) => index + 1));
      const next = ids.map((id, index) => published(id, { no: 2, after: index + 1 }));
      appendedOf(await store.append(next));
      const states = await made.two.states(ids);
      expect(states.map(({ version }) => version)).to.deep.equal(ids.map((_, index) => index + 2001));
      expect(new Set(states.map(({ lastNo }) => lastNo))).to.deep.equal(new Set([2]));
      const wanted = next.map(({ release }) => release?.hash);
      expect(states.map(({ release }) => release?.hash)).to.deep.equal(wanted);
    });

    it('lets the changes of an activity take force in their order', async () => {
      const slow = await appendOne('a', { leadMs: 1000 });
      const pause = { after: slow.version, leadMs: 0, action: 'pause', release: null } as const;
      const fast = await appendOne('a', pause);
      expect(fast.inForceAt).to.equal(slow.inForceAt).and.above(fast.at);
      const other = await appendOne('b', { leadMs: 0 });
      expect(other.inForceAt).to.equal(other.at);
    });

    it('returns each text byte for byte, by any of its ways', async () => {
      const texts = Object.entries(ODD_TEXTS);
      await store.append(texts.map(([, text], index) => published(`text-${index}`, { text })));
      const keys = texts.map((_, index) => ({ activityId: `text-${index}`, no: 1 }));
      const all = new Map((await made.feed.releases(keys)).map((each) => [each.activityId, each]));
      for (const [index, [what, text]] of texts.entries()) {
        const one = await made.two.release(`text-${index}`, 1);
        for (const release of [one, all.get(`text-${index}`)]) {
          expectSame(release?.text ?? 'none', text, what);
          expect(release?.hash).to.equal(sha256(text));
        }
      }
    });

    it('takes a note that no store can hold', async () => {
      await appendOne('a', { note: 'a\u0000b\ud800c', author: '\udc00' });
      expect(await store.release('a', 1)).to.deep.include({ note: 'ab\ufffdc', author: '\ufffd' });
    });
  });
}
