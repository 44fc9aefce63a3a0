import { expect } from 'chai';
import {
  type ConsoleDraft,
  type ConsoleDrafts,
  KEPT_VERSIONS,
  type SavedDraft,
} from '../../src/domain/releases/console-drafts.ts';
import { expectSame, ODD_TEXTS, sha256 } from './sample-releases.ts';

export interface ConsoleDraftsCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: ConsoleDrafts; two: ConsoleDrafts; close(): Promise<void> }>;
}

const AT = 1_790_000_000_000;

type NewDraft = Omit<ConsoleDraft, 'version'>;

function draft(text: string, changes: Partial<NewDraft> = {}): NewDraft {
  return {
    activityId: 'a-b_c',
    text,
    pictures: {},
    base: { no: 0, hash: '', pictures: {} },
    startsPaused: false,
    by: 'ann',
    at: AT,
    ...changes,
  };
}

/** The contract of ConsoleDrafts, for each adapter. */
export function describeConsoleDrafts({ name, create }: ConsoleDraftsCase): void {
  describe(`ConsoleDrafts: ${name}`, () => {
    let made: Awaited<ReturnType<ConsoleDraftsCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    it('has none at first', async () => {
      expect(await made.one.find()).to.deep.equal([]);
      expect(await made.one.find(['a-b_c'])).to.deep.equal([]);
      expect(await made.one.find([])).to.deep.equal([]);
      expect(await made.one.earlier('a-b_c', 1)).to.equal(undefined);
      expect(await made.one.discard('a-b_c', 1)).to.equal(false);
      expect(await made.one.save(draft('x'), 1)).to.deep.equal({ kind: 'clash', current: null });
    });

    it('returns each as it was saved', async () => {
      const whole = draft('{"title":"安"}', {
        pictures: { 'a.png': sha256('a'), '图.webp': sha256('b') },
        base: { no: 7, hash: sha256('c'), pictures: { 'a.png': sha256('a') } },
        startsPaused: true,
        by: '安',
      });
      expect(await made.one.save(whole, 0)).to.deep.equal({ kind: 'saved', version: 1 });
      expect(await made.two.find()).to.deep.equal([{ ...whole, version: 1 }]);
      expect(await made.two.earlier('a-b_c', 1)).to.deep.equal({
        text: whole.text,
        pictures: whole.pictures,
      });
    });

    it('returns each text byte for byte', async () => {
      for (const [index, [what, text]] of Object.entries(ODD_TEXTS).entries()) {
        await made.one.save(draft(text, { activityId: `a${index}` }), 0);
        const [found] = await made.two.find([`a${index}`]);
        expectSame(found?.text ?? 'none', text, what);
      }
    });

    it('lists all by the ids of their activities, and those that are asked for', async () => {
      for (const activityId of ['b', 'a', 'c']) await made.one.save(draft(activityId, { activityId }), 0);
      const ids = async (...asked: readonly string[][]) =>
        (await made.two.find(...asked)).map(({ activityId }) => activityId);
      expect(await ids()).to.deep.equal(['a', 'b', 'c']);
      expect(await ids(['c', 'a', 'A', 'no'])).to.deep.equal(['a', 'c']);
    });

    it('saves what was edited from the latest version, and shows it to one who has an earlier one', async () => {
      await made.one.save(draft('1'), 0);
      expect(await made.two.save(draft('2', { by: 'bob', at: AT + 1 }), 1)).to.deep.equal({
        kind: 'saved',
        version: 2,
      });
      const current = { ...draft('2', { by: 'bob', at: AT + 1 }), version: 2 };
      for (const after of [0, 1, 3]) {
        expect(await made.one.save(draft('3'), after)).to.deep.equal({ kind: 'clash', current });
      }
      expect(await made.one.find()).to.deep.equal([current]);
      expect((await made.one.earlier('a-b_c', 1))?.text).to.equal('1');
    });

    it('has none more that was discarded, and uses no version twice', async () => {
      await made.one.save(draft('1'), 0);
      await made.one.save(draft('2'), 1);
      expect(await made.two.discard('a-b_c', 1)).to.equal(false);
      expect(await made.two.discard('a-b_c', 2)).to.equal(true);
      expect(await made.two.discard('a-b_c', 2)).to.equal(false);
      expect(await made.one.find()).to.deep.equal([]);
      expect(await made.one.save(draft('3'), 2)).to.deep.equal({ kind: 'clash', current: null });
      expect((await made.one.earlier('a-b_c', 2))?.text).to.equal('2');
      expect(await made.one.save(draft('4'), 0)).to.deep.equal({ kind: 'saved', version: 3 });
      expect((await made.two.find()).map(({ text }) => text)).to.deep.equal(['4']);
    });

    it('keeps the last versions alone', async () => {
      const last = KEPT_VERSIONS + 3;
      for (let version = 0; version < last; version++) {
        await made.one.save(draft(`${version + 1}`), version);
        await made.one.save(draft('', { activityId: 'other' }), version);
      }
      const kept = async (version: number) => (await made.two.earlier('a-b_c', version))?.text;
      expect(await kept(last)).to.equal(`${last}`);
      expect(await kept(last - KEPT_VERSIONS + 1)).to.equal(`${last - KEPT_VERSIONS + 1}`);
      expect(await kept(last - KEPT_VERSIONS)).to.equal(undefined);
    });

    it('saves one of several at once, in each of 20 rounds', async () => {
      let after = 0;
      for (let round = 0; round < 20; round++) {
        const results: SavedDraft[] = await Promise.all(
          [made.one, made.two, made.one, made.two].map((drafts, who) =>
            drafts.save(draft(`${round} by ${who}`), after),
          ),
        );
        expect(results.filter(({ kind }) => kind === 'saved')).to.have.length(1);
        const won = results.findIndex(({ kind }) => kind === 'saved');
        const [current] = await made.two.find();
        expect(current?.text).to.equal(`${round} by ${won}`);
        after = current?.version ?? 0;
        for (const result of results) {
          if (result.kind === 'clash') expect(result.current).to.deep.equal(current);
        }
        if (round % 3 === 2) {
          await made.one.discard('a-b_c', after);
          after = 0;
        }
      }
    });
  });
}
