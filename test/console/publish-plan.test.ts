import { expect } from 'chai';
import { audienceOf, orderOf, planProblem, usualPlan } from '../../console/src/before/publish/plan.ts';

describe('the plan to publish a draft', () => {
  it('needs a note', () => {
    expect(planProblem(usualPlan())).to.equal('note');
    expect(planProblem({ ...usualPlan(), note: ' x ' })).to.equal(null);
    expect(orderOf({ ...usualPlan(), note: ' x ' })).to.deep.equal({ reason: 'x' });
  });

  it('may have a time, for all', () => {
    const later = { ...usualPlan(), when: 'later' as const, note: 'x', whom: 'percent' as const };
    expect(planProblem(later)).to.equal('at');
    expect(orderOf({ ...later, at: '2026-11-11T00:00' })).to.deep.equal({
      reason: 'x',
      at: new Date('2026-11-11T00:00').toISOString(),
    });
  });

  it('may have an audience, now', () => {
    const plan = { ...usualPlan(), note: 'x', whom: 'users' as const, users: 'a, b\nc，a' };
    expect(orderOf(plan)).to.deep.equal({ reason: 'x', audience: { kind: 'users', uids: ['a', 'b', 'c'] } });
    expect(planProblem({ ...plan, users: ' ' })).to.equal('users');
    expect(audienceOf({ ...plan, whom: 'zones', zones: '1000 1001' })).to.deep.equal({
      kind: 'zones',
      zones: ['1000', '1001'],
    });
    for (const percent of ['', '0', '101', 'x'])
      expect(planProblem({ ...plan, whom: 'percent', percent })).to.equal('percent');
    expect(audienceOf({ ...plan, whom: 'percent', percent: '0.5' })).to.deep.equal({
      kind: 'percent',
      percent: 0.5,
    });
  });
});
