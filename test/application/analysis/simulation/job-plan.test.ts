import { expect } from 'chai';
import { isTooLarge, planOf } from '../../../../src/application/analysis/simulation/job-plan.ts';
import { launch } from '../../../support/simulations.ts';

const NOW = Date.parse('2026-11-10T00:00:00+08:00');
const order = { users: 1000, runs: 50, shape: 'flat' } as const;
const often = { ...order, draws_per_user: 1000 };

describe('the plan of a simulation that was ordered in the console', () => {
  const activity = launch({ tea: { odds: '1%', stock: 10 } }, { chances: { per_day: 3 } });

  it('has the runs that were ordered, of all draws that the rules allow', () => {
    const { runs, visits } = planOf(activity, order, NOW);
    expect([runs, visits.count]).to.deep.equal([50, 6]);
  });

  it('has fewer runs the more draws a run has, and five at least', () => {
    expect(planOf(activity, { ...often, users: 2000 }, NOW).runs).to.equal(28);
    expect(planOf(activity, { ...often, users: 20_000 }, NOW).runs).to.equal(5);
  });

  it('is too large where even these are more than anybody waits for', () => {
    expect(isTooLarge(activity, { ...often, users: 100_000 }, NOW)).to.equal(false);
    expect(isTooLarge(activity, { ...often, users: 120_000 }, NOW)).to.equal(true);
    expect(isTooLarge(activity, { ...order, users: 1_000_000 }, NOW)).to.equal(true);
  });
});
