import { expect } from 'chai';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import { drawRulesSchema } from '../../../src/domain/draws/draw-rules.ts';
import { prizeTable } from '../../../src/domain/draws/prize-table.ts';
import { problemsOf } from '../../../src/domain/shared/issue.ts';

const NO_WAYS = { sign_in: null, share: null, invite: null };

function problems(rules: object, prizes: readonly object[] = []): string[] {
  const file = { prizes, rules };
  const { error } = drawDetailsSchema.safeParse(file);
  return error ? problemsOf(error.issues, file).map(({ path, code }) => `${path} ${code}`) : [];
}

describe('the rules of draws', () => {
  it('have every default, whatever part of them is written', () => {
    const chances = (written: object) => drawRulesSchema.parse(written).chances;
    expect(chances({})).to.deep.equal({ per_day: null, total: null, earn: NO_WAYS });
    expect(chances({ chances: { per_day: 3 } })).to.deep.equal({ per_day: 3, total: null, earn: NO_WAYS });
    expect(chances({ chances: { earn: {} } }).earn).to.deep.equal(NO_WAYS);
    expect(
      chances({ chances: { earn: { sign_in: {}, share: null, invite: { each: 2 } } } }).earn,
    ).to.deep.equal({
      ...{ sign_in: { per_day: 1 }, share: null, invite: { each: 2, total: 5 } },
    });
    expect(drawRulesSchema.parse({})).to.include({ guarantee: null, segments: 1, fallback: null });
    expect(drawRulesSchema.parse({ guarantee: null })).to.include({ guarantee: null });
    expect(drawRulesSchema.parse({ prizes: { a: {} } }).prizes.a).to.include({
      unlock_after: 0,
      per_user: null,
    });
  });

  it('refuse what would silently not be offered or not hold', () => {
    expect(problems({ chances: { earn: { signin: {} } } })).to.deep.equal(['rules.chances.earn unknown_key']);
    expect(problems({ chances: { earn: { share: { perday: 1 } } } })).to.deep.equal([
      'rules.chances.earn.share unknown_key',
    ]);
    expect(problems({ chances: { earn: { invite: { each: -1 } } } })).to.deep.equal([
      'rules.chances.earn.invite.each too_small',
    ]);
    expect(problems({ chances: { earn: { invite: { total: 10_001 } } } })).to.deep.equal([
      'rules.chances.earn.invite.total too_big',
    ]);
    expect(problems({ guarantee: { after: 0, prize: 'a' } }, [{ id: 'a', name: 'a' }])).to.deep.equal([
      'rules.guarantee.after too_small',
    ]);
    expect(problems({ guarantee: { after: 3, prize: 'a' } })).to.deep.equal([
      'rules.guarantee.prize no_such_prize',
    ]);
    expect(problems({ guarantee: { after: 3 } })).to.deep.equal(['rules.guarantee.prize missing']);
    expect(problems({ prizes: { a: { unlock_after: 1.5 } } }, [{ id: 'a', name: 'a' }])).to.deep.equal([
      'rules.prizes.a.unlock_after not_whole',
    ]);
  });

  it('take a power of two up to 64 for the number of segments', () => {
    for (const segments of [1, 2, 4, 8, 16, 32, 64]) expect(problems({ segments })).to.deep.equal([]);
    for (const segments of [0, 3, 12, 65, 128, -2]) {
      expect(problems({ segments })).to.deep.equal(['rules.segments bad_segments']);
    }
    expect(problems({ segments: 1.5 })).to.deep.equal(['rules.segments not_whole']);
    expect(problems({ segments: '8' })).to.deep.equal(['rules.segments wrong_type']);
  });
});

describe('the money of a table of prizes', () => {
  const table = (rules: object) =>
    prizeTable(drawDetailsSchema.parse({ prizes: ['a', 'b', 'c'].map((id) => ({ id, name: id })), rules }));

  it('is in whole cents: costs rounded up and the budget down, so that no budget is passed', () => {
    const { costs, budget } = table({
      prizes: { a: { value: '1.001' }, b: { value: '0.00' }, c: {} },
      budget: '9.999',
    });
    expect([...costs]).to.deep.equal([
      ['a', 101],
      ['b', 0],
    ]);
    expect(budget).to.equal(999);
    expect(table({}).budget).to.equal(null);
    expect(table({ budget: '0.00' }).budget).to.equal(0);
  });

  it('makes a prize one of value where it costs something, or is the guaranteed one', () => {
    const prizes = { a: { value: '0.001' }, b: { value: '0.00' }, c: {} };
    expect([...table({ prizes }).ofValue]).to.deep.equal(['a']);
    expect([...table({ prizes, guarantee: { after: 2, prize: 'c' } }).ofValue]).to.deep.equal(['a', 'c']);
  });
});
