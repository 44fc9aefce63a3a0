import { expect } from 'chai';
import type { CodePool } from '../../src/domain/deliveries/code-pool.ts';
import type { CodeCounts, CodePlace, CodeStore } from '../../src/domain/deliveries/code-store.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';

/** One process at the store of codes. */
export interface CodeProcess {
  readonly store: CodeStore;
  readonly pool: CodePool;
  readonly counts: CodeCounts;
}

export interface CodeStoreCase {
  readonly name: string;
  create(): Promise<{
    /** @param keys `others`: a process whose keys are not those that sealed the codes */
    process(keys: 'same' | 'others'): Promise<CodeProcess>;
    close(): Promise<void>;
  }>;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `CODE-${from + index}`);

/** The contract of CodeStore, CodeCounts and CodePool, for each adapter. */
export function describeCodeStore({ name, create }: CodeStoreCase): void {
  describe(`CodeStore and CodePool: ${name}`, () => {
    let opened: Awaited<ReturnType<CodeStoreCase['create']>>;
    let one: CodeProcess;
    let other: CodeProcess;
    let stranger: CodeProcess;
    let place: CodePlace;
    let serial = 0;

    before(async () => {
      opened = await create();
      one = await opened.process('same');
      other = await opened.process('same');
      stranger = await opened.process('others');
    });
    after(() => opened.close());
    beforeEach(() => {
      place = { activityId: `a${serial++}`, prizeId: 'card' };
    });

    const win = (unit: number, drawId = `draw-${unit}`, prizeId = 'card') => ({ drawId, prizeId, unit });
    const given = async (unit: number, drawId?: string) =>
      [...(await one.pool.give(place.activityId, [win(unit, drawId)])).values()][0];

    it('numbers codes in the order in which they come, without gaps', async () => {
      expect(await one.store.add(place, range(1, 3))).to.deep.equal({ added: 3, known: 0, size: 3 });
      expect(await one.store.add(place, range(4, 5))).to.deep.equal({ added: 2, known: 0, size: 5 });
      expect(await Promise.all([1, 2, 3, 4, 5].map((unit) => given(unit)))).to.deep.equal(range(1, 5));
    });

    it('leaves codes that are there as they are', async () => {
      await one.store.add(place, range(1, 3));
      expect(await one.store.add(place, range(2, 5))).to.deep.equal({ added: 2, known: 2, size: 5 });
      expect(await one.store.add(place, range(1, 5))).to.deep.equal({ added: 0, known: 5, size: 5 });
      expect(await one.store.add(place, ['X', 'X'])).to.deep.equal({ added: 1, known: 1, size: 6 });
      expect(await one.store.add(place, [])).to.deep.equal({ added: 0, known: 0, size: 6 });
    });

    it('keeps the codes of each prize and activity for themselves', async () => {
      await one.store.add(place, ['SAME']);
      const second = { ...place, prizeId: 'ticket' };
      const elsewhere = { activityId: `${place.activityId}-2`, prizeId: 'card' };
      expect(await one.store.add(second, ['SAME', 'B'])).to.include({ added: 2, size: 2 });
      expect(await one.store.add(elsewhere, ['SAME'])).to.include({ added: 1, size: 1 });
      expect(await one.counts.sizes(place.activityId)).to.deep.equal([
        { ...place, size: 1 },
        { ...second, size: 2 },
      ]);
      expect(await one.counts.sizes()).to.deep.include.members([{ ...elsewhere, size: 1 }]);
    });

    it('takes codes from several processes at once: each once, all numbers once', async () => {
      const parts = Array.from({ length: 12 }, (_, part) => range(part * 5 + 1, part * 5 + 10));
      const results = await Promise.all(
        parts.map((codes, index) => (index % 2 === 0 ? one : other).store.add(place, codes)),
      );
      const added = results.reduce((sum, each) => sum + each.added, 0);
      expect(added).to.equal(65);
      expect(await one.counts.sizes(place.activityId)).to.deep.equal([{ ...place, size: 65 }]);
      const units = Array.from({ length: 65 }, (_, index) => index + 1);
      const codes = await Promise.all(units.map((unit) => given(unit)));
      expect(new Set(codes)).to.deep.equal(new Set(range(1, 65)));
    });

    it('takes a thousand codes of any signs at once', async () => {
      const codes = Array.from({ length: 1000 }, (_, index) => `${index}-码"'\\ \u{1f600}${'x'.repeat(180)}`);
      await one.store.add(place, codes);
      expect([await given(1), await given(1000)]).to.deep.equal([codes[0], codes[999]]);
    });

    it('gives a code once and for ever', async () => {
      await one.store.add(place, range(1, 2));
      expect(await given(1, 'draw-a')).to.equal('CODE-1');
      expect(await given(1, 'draw-b')).to.equal(undefined);
      expect(await given(1, 'draw-a')).to.equal('CODE-1');
      expect(await one.counts.given(place.activityId)).to.deep.equal(new Map([['card', 1]]));
    });

    it('gives many at once, those that are there', async () => {
      await one.store.add(place, range(1, 3));
      const ticket = { ...place, prizeId: 'ticket' };
      await one.store.add(ticket, ['T1']);
      await given(2, 'someone-else');
      const wins = [win(1), win(2), win(3), win(4), win(1, 'draw-t', 'ticket'), win(1, 'draw-x', 'none')];
      const codes = await one.pool.give(place.activityId, wins);
      expect(codes).to.deep.equal(
        new Map([
          ['draw-1', 'CODE-1'],
          ['draw-3', 'CODE-3'],
          ['draw-t', 'T1'],
        ]),
      );
      expect(await one.pool.give(place.activityId, wins)).to.deep.equal(codes);
      expect(await one.pool.give(place.activityId, [])).to.deep.equal(new Map());
      expect(await one.counts.given(place.activityId)).to.deep.equal(
        new Map([
          ['card', 3],
          ['ticket', 1],
        ]),
      );
    });

    it('gives a unit that two draws ask for at the same instant to one of them', async () => {
      await one.store.add(place, range(1, 20));
      for (let unit = 1; unit <= 20; unit++) {
        const answers = await Promise.all(
          ['a', 'b', 'c', 'd'].map(async (id, index) => {
            const { pool: asking } = index % 2 === 0 ? one : other;
            return (await asking.give(place.activityId, [win(unit, `draw-${id}`)])).get(`draw-${id}`);
          }),
        );
        expect(answers.filter((code) => code !== undefined)).to.deep.equal([`CODE-${unit}`]);
      }
    });

    it('gives codes while others are added', async () => {
      await one.store.add(place, range(1, 10));
      const adding = (async () => {
        for (let part = 1; part <= 20; part++) await one.store.add(place, range(part * 100, part * 100 + 99));
      })();
      for (let unit = 1; unit <= 10; unit++) {
        const codes = await other.pool.give(place.activityId, [win(unit)]);
        expect(codes.get(`draw-${unit}`)).to.equal(`CODE-${unit}`);
      }
      await adding;
    });

    it('replaces a broken code, given or not, which is not loaded again', async () => {
      await one.store.add(place, range(1, 3));
      await given(1);
      const replace = (unit: number, code: string) => one.store.replace(place, unit, code);
      expect(await replace(1, 'NEW')).to.deep.equal({ kind: 'replaced' });
      expect(await given(1)).to.equal('NEW');
      expect(await replace(1, 'NEW')).to.deep.equal({ kind: 'replaced' });
      expect(await replace(2, 'NEW')).to.deep.equal({ kind: 'code_known' });
      expect(await replace(2, 'CODE-1')).to.deep.equal({ kind: 'code_known' });
      expect(await replace(4, 'OTHER')).to.deep.equal({ kind: 'no_such_unit' });
      expect(await one.store.add(place, range(1, 3))).to.deep.equal({ added: 0, known: 3, size: 3 });
      expect(await one.store.add(place, ['NEW'])).to.include({ added: 0, size: 3 });
    });

    it('counts the codes that are loaded or were replaced, and changes nothing', async () => {
      const elsewhere = { ...place, prizeId: 'ticket' };
      expect(await one.store.known(place, range(1, 3))).to.equal(0);
      expect(await one.counts.sizes(place.activityId)).to.deep.equal([]);
      await one.store.add(place, range(1, 3));
      await one.store.replace(place, 1, 'NEW');
      expect(await other.store.known(place, [...range(1, 5), 'NEW'])).to.equal(4);
      expect(await one.store.known(elsewhere, range(1, 3))).to.equal(0);
      expect(await one.store.known(place, [])).to.equal(0);
      expect(await one.store.add(place, [])).to.deep.equal({ added: 0, known: 0, size: 3 });
    });

    it('is a fault, and not a wrong code, where the keys are others', async () => {
      await one.store.add(place, range(1, 1));
      const error = await stranger.pool.give(place.activityId, [win(1)]).catch((thrown: Error) => thrown);
      expect(error).to.be.instanceOf(DependencyError);
      expect(String(error)).not.to.include('CODE-1');
      expect(await given(1)).to.equal('CODE-1');
    });
  });
}
