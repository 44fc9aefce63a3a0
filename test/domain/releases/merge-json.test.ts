import { expect } from 'chai';
import fc from 'fast-check';
import { mergeJson } from '../../../src/domain/releases/merge-json.ts';
import { isSameJson } from '../../../src/domain/shared/same-json.ts';

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('a', 'b', ''),
  fc.boolean(),
  fc.constant(null),
);

/* Few keys and ids, so that two of them meet. */
const { json } = fc.letrec<{ json: unknown; object: object; prizes: unknown[]; list: unknown[] }>((tie) => ({
  json: fc.oneof({ maxDepth: 3 }, leaf, tie('object'), tie('prizes'), tie('list')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('json'), { maxKeys: 3 }),
  prizes: fc
    .uniqueArray(fc.constantFrom('p1', 'p2', 'p3', 'p4'), { maxLength: 4 })
    .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), n: tie('json') })))),
  list: fc.array(leaf, { maxLength: 3 }),
}));

const mergedOf = (...sides: readonly [unknown, unknown, unknown]) => mergeJson(...sides).value;
const NONE = { conflicts: [] };

describe('mergeJson', () => {
  it('gives the other side where one is unchanged, without a conflict', () => {
    fc.assert(
      fc.property(json, json, (base, changed) => {
        for (const merge of [mergeJson(base, base, changed), mergeJson(base, changed, base)]) {
          expect(merge.conflicts).to.deep.equal([]);
          expect(isSameJson(merge.value, changed)).to.equal(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives what both have changed alike', () => {
    fc.assert(
      fc.property(json, json, (base, changed) => {
        expect(mergeJson(base, changed, changed)).to.deep.equal({ value: changed, ...NONE });
      }),
    );
  });

  it('agrees in both orders where nothing conflicts, and on what conflicts', () => {
    fc.assert(
      fc.property(json, json, json, (base, one, other) => {
        const [here, there] = [mergeJson(base, one, other), mergeJson(base, other, one)];
        expect(here.conflicts.map(({ path }) => path).sort()).to.deep.equal(
          there.conflicts.map(({ path }) => path).sort(),
        );
        if (here.conflicts.length === 0) expect(isSameJson(here.value, there.value)).to.equal(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('loses no entry of a list by ids that either side has and neither has removed', () => {
    const prizes = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
      .map((ids) => ids.map((id) => ({ id })));
    fc.assert(
      fc.property(prizes, prizes, prizes, (base, mine, theirs) => {
        const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id));
        const [before, one, other] = [ids(base), ids(mine), ids(theirs)];
        const expected = [...new Set([...one, ...other])].filter(
          (id) => !before.has(id) || (one.has(id) && other.has(id)),
        );
        const value = mergedOf(base, mine, theirs) as { id: string }[];
        expect(value.map(({ id }) => id).sort()).to.deep.equal(expected.sort());
      }),
      { numRuns: 3000 },
    );
  });

  it('merges edits of different fields of one prize, by its id, wherever it stands', () => {
    const base = { prizes: [{ id: 'a', name: 'A', value: 1 }, { id: 'b' }] };
    const mine = { prizes: [{ id: 'new' }, { id: 'b' }, { id: 'a', name: 'A', value: 2 }] };
    const theirs = { prizes: [{ id: 'a', name: 'AA', value: 1 }, { id: 'b' }, { id: 'c' }] };
    expect(mergeJson(base, mine, theirs)).to.deep.equal({
      value: { prizes: [{ id: 'new' }, { id: 'b' }, { id: 'c' }, { id: 'a', name: 'AA', value: 2 }] },
      ...NONE,
    });
  });

  it('names the path of a conflict by ids, with all three sides, and keeps mine', () => {
    const text = (stock: number | null) => ({
      skus: [{ sku_id: 7, sale: stock === null ? {} : { stock } }],
    });
    expect(mergeJson(text(1), text(2), text(3))).to.deep.equal({
      value: text(2),
      conflicts: [{ path: 'skus.7.sale.stock', base: '1', mine: '2', theirs: '3' }],
    });
    expect(mergeJson(text(1), text(null), text(3)).conflicts).to.deep.equal([
      { path: 'skus.7.sale.stock', base: '1', mine: null, theirs: '3' },
    ]);
  });

  it('takes a list without ids, and one with an id twice, as a whole', () => {
    for (const [base, mine, theirs] of [
      [['1'], ['1', '2'], ['1', '3']],
      [[{ id: 1 }], [{ id: 1 }, { id: '1' }], []],
    ]) {
      const { value, conflicts } = mergeJson({ a: base }, { a: mine }, { a: theirs });
      expect(value).to.deep.equal({ a: mine });
      expect(conflicts.map(({ path }) => path)).to.deep.equal(['a']);
    }
  });

  it('reports two orders of the same list, and no order that one side alone has made', () => {
    const list = (ids: string) => [...ids].map((id) => ({ id }));
    const { value, conflicts } = mergeJson(list('abc'), list('cab'), list('bca'));
    expect(value).to.deep.equal(list('cab'));
    expect(conflicts).to.deep.equal([
      { path: '', base: '["a","b","c"]', mine: '["c","a","b"]', theirs: '["b","c","a"]' },
    ]);
    expect(mergeJson(list('abc'), list('abcx'), list('cab'))).to.deep.equal({
      value: list('cxab'),
      ...NONE,
    });
  });

  it('merges what both have added, and changes no prototype', () => {
    const parsed = (text: string): unknown => JSON.parse(text);
    const merge = mergeJson(
      {},
      parsed('{"texts":{"__proto__":{"a":1}}}'),
      parsed('{"texts":{"__proto__":{"b":2}}}'),
    );
    expect(JSON.stringify(merge)).to.equal('{"value":{"texts":{"__proto__":{"a":1,"b":2}}},"conflicts":[]}');
    expect(({} as { a?: number }).a).to.equal(undefined);
  });
});
