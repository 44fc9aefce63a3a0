import { expect } from 'chai';
import { seedFor } from '../../../../src/application/analysis/simulation/randomness.ts';
import { SERIES, simulate } from '../../../../src/application/analysis/simulation/simulate.ts';
import { theoryOf } from '../../../../src/application/analysis/simulation/theory.ts';
import { asked, flatScenario, launch, runOnce, sequentialPool } from '../../../support/simulations.ts';

describe('a simulation', () => {
  const cases = {
    'without a limit': { odds: '3%' },
    'with a stock that often runs out': { odds: '3%', stock: 90 },
    'with one a user': { odds: '3%', per_user: 1 },
    'with one a user and a stock': { odds: '3%', per_user: 1, stock: 85 },
    'that is rare': { odds: '1/2000' },
  };
  for (const [name, rule] of Object.entries(cases)) {
    it(`agrees in 95 of 100 seeded runs with the formula for a prize ${name}`, () => {
      const activity = launch({ prize: rule });
      const size = { users: 1000, drawsPerUser: 3 };
      const theory = theoryOf(activity, 'prize', size)!;
      const scenario = flatScenario(activity, size.users, size.drawsPerUser);
      const wins = Array.from(
        { length: 200 },
        (_, run) => runOnce(activity, scenario, seedFor(1, SERIES.base, run)).wins[0]!,
      );
      const within = wins.filter((won) => won >= theory.low && won <= theory.high);
      expect(within.length).to.be.at.least(190);
      const mean = wins.reduce((sum, won) => sum + won, 0) / wins.length;
      // Four standard errors of the mean of a count of this size.
      expect(mean).to.be.closeTo(theory.expected, 4 * Math.sqrt(Math.max(theory.expected, 1) / wins.length));
    });
  }

  it('gives the same report for the same seed, and another for another', async () => {
    const activity = launch({ a: { odds: '2%', stock: 30, value: '5.00' }, b: { odds: '1/9' } });
    const { traffic } = flatScenario(activity, 500, 2);
    const order = { users: 500, visits: asked(2), runs: 6, seed: 7, traffic, trafficName: 'flat' };
    const report = await simulate(activity, order, sequentialPool);
    expect(await simulate(activity, order, sequentialPool)).to.deep.equal(report);
    expect(await simulate(activity, { ...order, seed: 8 }, sequentialPool)).not.to.deep.equal(report);
  });

  it('stops where more runs would say no more, and says so', async () => {
    const sure = launch({ a: { odds: '1/2', stock: 30, value: '5.00' } });
    const { traffic } = flatScenario(sure, 500, 2);
    const order = { users: 500, visits: asked(2), runs: 100, seed: 7, traffic, trafficName: 'flat' };
    const report = await simulate(sure, order, sequentialPool);
    expect(report).to.include({ runs: 40, most_runs: 100 });
    expect(report.prizes[0]?.wins).to.include({ low: 30, high: 30 });
    const chancy = launch({ a: { odds: '1/100', value: '5.00' } });
    expect(await simulate(chancy, order, sequentialPool)).to.include({ runs: 100, most_runs: 100 });
  });

  it('spends the chances of each local day, and in all', () => {
    const activity = launch({ prize: { odds: '1/1' } }, { chances: { per_day: 1, total: 2 } });
    const { draws, refused, wins } = runOnce(activity, flatScenario(activity, 200, 10), 1);
    expect(draws).to.be.within(390, 400);
    expect(draws + refused).to.equal(2000);
    expect(wins[0]).to.equal(draws);
  });

  it('gives blocked users nothing, and the fallback to users who would win nothing', () => {
    const activity = launch(
      { a: { odds: '0%' }, thanks: {} },
      { fallback: 'thanks', blocked_users: ['u2', 'x'] },
    );
    const run = runOnce(activity, flatScenario(activity, 10, 3), 1);
    expect([...run.wins]).to.deep.equal([0, 27]);
    expect(run).to.include({ emptyHanded: 1, onlyFallback: 9 });
  });

  it('says when stock runs out, and follows its release', () => {
    const steps = [
      { at: '2026-11-11T12:00:00+08:00', count: 3 },
      { at: '2026-11-12T12:00:00+08:00', count: 4 },
    ];
    const activity = launch({ stepped: { odds: '1/1', stock: 7, release: steps } });
    const run = runOnce(activity, flatScenario(activity, 96, 1), 1);
    expect(run.wins[0]).to.equal(7);
    // Two visits an hour: the last of four at 12:00 is won by the fourth visit after it.
    expect(new Date(run.ranOutAt[0]!).toISOString()).to.equal('2026-11-12T05:45:00.000Z');
    expect([11, 12, 13, 35, 47].map((hour) => run.winsBy[hour])).to.deep.equal([0, 2, 3, 3, 7]);
    // A tenth of 24 hours behind the first, of 12 behind the second.
    expect(run.winsAtSteps[0]).to.equal(3 + 2);
  });

  it('warns of what to check before the launch', async () => {
    const steps = [{ at: '2026-11-11T00:00:00+08:00', count: 50 }];
    const activity = launch(
      {
        early: { odds: '1/2', stock: 5, value: '10.00' },
        rare: { odds: '1/1000000' },
        piled: { odds: '1/3', release: steps },
      },
      { budget: '49.99' },
    );
    const { traffic } = flatScenario(activity, 1000, 1);
    const order = { users: 1000, visits: asked(1), runs: 5, seed: 1, traffic, trafficName: 'flat' };
    const { warnings } = await simulate(activity, order, sequentialPool);
    expect(warnings.map(({ kind, prize_id }) => [kind, prize_id])).to.deep.equal([
      ['over_budget', null],
      ['runs_out_early', 'early'],
      ['hardly_won', 'rare'],
      ['wins_pile_up', 'piled'],
    ]);
  });
});
