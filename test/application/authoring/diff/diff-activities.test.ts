import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { changesBetween } from '../../../../src/application/authoring/diff/changes-between.ts';
import { diffActivities } from '../../../../src/application/authoring/diff/diff-activities.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';
import { activityOf } from '../../../support/activity-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');

const shake = {
  dispatch: 'shake',
  title: 'T',
  starts_at: '2026-11-01T00:00:00+08:00',
  page: { subtitle: 'S', rules_text: ['one', 'two'] },
  prizes: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
  rules: { prizes: { a: { odds: '0.5%', stock: 10, value: '2.00' }, b: { odds: '1%', stock: 5 } } },
};

function diff(after: object, won: Record<string, number> | null = null, before: object = shake) {
  const known = won && new Map(Object.entries(won));
  return diffActivities(activityOf(before), activityOf(after), kinds, known, NOW);
}

function changes(after: object, before: object = shake) {
  return diff(after, null, before).changes.map(({ about, kind, field, before: old, after: now }) => [
    about,
    kind,
    field,
    old,
    now,
  ]);
}

const withRule = (a: object) => ({ ...shake, rules: { prizes: { ...shake.rules.prizes, a } } });

describe('diffActivities', () => {
  it('finds nothing between a file and itself, however its keys are ordered', () => {
    const turned = Object.fromEntries(Object.entries(shake).reverse());
    expect(changes(turned)).to.deep.equal([]);
  });

  it('shows what visitors would see otherwise', () => {
    const after = { ...shake, title: 'U', is_login_user: true, page: { rules_text: ['one', 'three'] } };
    expect(changes(after)).to.have.deep.members([
      ['visitors', 'changed', 'title', '"T"', '"U"'],
      ['visitors', 'added', 'is_login_user', null, 'true'],
      ['visitors', 'removed', 'page.subtitle', '"S"', null],
      ['visitors', 'changed', 'page.rules_text.1', '"two"', '"three"'],
    ]);
  });

  it('warns of another number of segments where somebody may have drawn', () => {
    const after = { ...shake, rules: { ...shake.rules, segments: 8 } };
    expect(diff(after).warnings).to.deep.equal([{ code: 'segments-fixed', before: 1, after: 8 }]);
    expect(diff(shake).warnings).to.deep.equal([]);
    const later = (file: object) => ({ ...file, starts_at: '2026-12-01T00:00:00+08:00' });
    expect(diff(later(after), {}, later(shake)).warnings).to.deep.equal([]);
    expect(diff(later(after), { a: 1 }, later(shake)).warnings).to.have.length(1);
  });

  it('shows what would change in the rules, apart from what visitors see', () => {
    expect(changes(withRule({ odds: '0.6%', stock: 10, value: '2.00', per_user: 1 }))).to.have.deep.members([
      ['draws', 'changed', 'rules.prizes.a.odds', '"0.5%"', '"0.6%"'],
      ['draws', 'added', 'rules.prizes.a.per_user', null, '1'],
    ]);
  });

  it('takes the same odds and the same moment for the same, however they are written', () => {
    const after = withRule({ odds: '1/200', stock: 10, value: '2.00' });
    expect(changes({ ...after, starts_at: '2026-10-31T16:00:00Z' })).to.deep.equal([]);
  });

  it('holds goods against one another by their id', () => {
    const sku = (...skus: object[]) => ({ dispatch: 'sku', skus });
    const [apple, pear] = [
      { sku_id: '1', name: 'apple', price: '1.00' },
      { sku_id: 2, name: 'pear' },
    ];
    const after = sku({ sku_id: '3', name: 'plum' }, { ...apple, price: '2.00' });
    expect(changes(after, sku(apple, pear))).to.have.deep.members([
      ['visitors', 'changed', 'skus.1.price', '"1.00"', '"2.00"'],
      ['visitors', 'removed', 'skus.2', JSON.stringify(pear), null],
      ['visitors', 'added', 'skus.3', null, '{"sku_id":"3","name":"plum"}'],
    ]);
    expect(changes(sku(pear, apple), sku(apple, pear))).to.deep.equal([
      ['visitors', 'changed', 'skus', '["1","2"]', '["2","1"]'],
    ]);
  });

  it('counts the cost of both versions exactly', () => {
    const { before, after } = diff(withRule({ odds: '0.5%', stock: 11, value: '2.01' }));
    expect([before.draws?.cost, after.draws?.cost]).to.deep.equal(['20.00', '22.11']);
  });

  for (const [what, after, won, warnings] of [
    [
      'a stock below what has been won',
      withRule({ odds: '1%', stock: 6 }),
      { a: 7 },
      ['stock-below-won', null],
    ],
    ['no stock that is just what has been won', withRule({ odds: '1%', stock: 7 }), { a: 7 }, [null, null]],
    ['no prize without a stock', withRule({ odds: '1%', stock: null }), { a: 7 }, [null, null]],
    ['nothing where the wins are not known', withRule({ odds: '1%', stock: 0 }), null, [null, null]],
    [
      'a prize that has been won and would be gone',
      { ...shake, prizes: [shake.prizes[0]], rules: {} },
      { b: 1 },
      [null, 'won-and-removed'],
    ],
  ] as const) {
    it(`warns of ${what}`, () => {
      expect(diff(after, won).prizes.map(({ warning }) => warning)).to.deep.equal(warnings);
    });
  }

  it('finds a change between any two pieces of JSON that are not the same, and none between those that are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const copy = JSON.parse(JSON.stringify(a));
        expect(changesBetween('visitors', '', a, copy)).to.deep.equal([]);
        const differs = !isDeepStrictEqual(copy, JSON.parse(JSON.stringify(b)));
        expect(changesBetween('visitors', '', a, b).length > 0).to.equal(differs);
      }),
    );
  });
});
