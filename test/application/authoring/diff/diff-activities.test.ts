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

  describe('of a limit that is lowered', () => {
    const limited = (chances: object, perUser: number | null, more: object = {}) => ({
      ...shake,
      ...more,
      rules: {
        chances,
        prizes: { ...shake.rules.prizes, a: { ...shake.rules.prizes.a, per_user: perUser } },
      },
    });
    const codes = (after: object, won: Record<string, number> | null, before: object = limited({}, 5)) =>
      diff(after, won, before).warnings.map((warning) =>
        'prize' in warning ? `${warning.code} ${warning.prize}` : warning.code,
      );

    it('warns of users who may have won more than one may win', () => {
      expect(codes(limited({}, 2), { a: 3 })).to.deep.equal(['per-user-lowered a']);
      expect(codes(limited({}, 2), { a: 3 }, limited({}, null))).to.deep.equal(['per-user-lowered a']);
      expect(codes(limited({}, 2), null), 'not known').to.deep.equal(['per-user-lowered a']);
      const { warnings } = diff(limited({}, 2), { a: 3 }, limited({}, 5));
      expect(warnings).to.deep.equal([{ code: 'per-user-lowered', prize: 'a', before: 5, after: 2 }]);
    });

    it('does not where nobody can have won more, or the limit is raised', () => {
      expect(codes(limited({}, 2), { a: 2, b: 9 })).to.deep.equal([]);
      expect(codes(limited({}, 6), { a: 9 })).to.deep.equal([]);
      expect(codes(limited({}, null), { a: 9 })).to.deep.equal([]);
    });

    it('warns of users who may have drawn more often than one may', () => {
      for (const before of [{ total: 9 }, {}]) {
        const { warnings } = diff(limited({ total: 3 }, 5), { a: 1 }, limited(before, 5));
        expect(warnings).to.deep.equal([{ code: 'chances-lowered', before: before.total ?? null, after: 3 }]);
      }
      expect(codes(limited({ total: 9 }, 5), { a: 1 }, limited({ total: 9 }, 5))).to.deep.equal([]);
      expect(codes(limited({}, 5), { a: 1 }, limited({ total: 9 }, 5))).to.deep.equal([]);
    });

    it('says nothing of users before the start', () => {
      const later = { starts_at: '2026-12-01T00:00:00+08:00' };
      const before = limited({}, 5, later);
      expect(codes(limited({ total: 1 }, 1, later), {}, before)).to.deep.equal([]);
      expect(codes(limited({ total: 1 }, 1, later), null, before)).to.deep.equal([]);
    });

    it('warns of a budget below what is spent, to the cent', () => {
      const after = { ...shake, rules: { ...shake.rules, budget: '10.00' } };
      const warned = (spent: number | null) =>
        diffActivities(activityOf(shake), activityOf(after), kinds, new Map(), NOW, spent).warnings;
      expect(warned(1001)).to.deep.equal([{ code: 'budget-below-spent', budget: '10.00', spent: '10.01' }]);
      expect([warned(1000), warned(null)]).to.deep.equal([[], []]);
    });

    it('warns of an end that would have passed already', () => {
      const ending = (at: string) => ({ ...shake, ends_at: at });
      const past = ending('2026-11-10T00:00:00+08:00');
      expect(diff(past).warnings).to.deep.equal([
        { code: 'ends-at-once', endsAt: '2026-11-10T00:00:00+08:00' },
      ]);
      expect(diff(past, null, ending('2026-11-09T00:00:00+08:00')).warnings).to.deep.equal([]);
      expect(diff(ending('2026-12-01T00:00:00+08:00')).warnings).to.deep.equal([]);
    });
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
