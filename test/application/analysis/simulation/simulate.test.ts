import { expect } from 'chai';
import { colorsFor } from '../../../../src/adapters/cli/render/colors.ts';
import { simulationSummary } from '../../../../src/adapters/cli/render/simulation-summary.ts';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { simulationPage } from '../../../../src/adapters/cli/report/simulation-page.ts';
import { seedFor } from '../../../../src/application/analysis/simulation/randomness.ts';
import { SERIES, simulate } from '../../../../src/application/analysis/simulation/simulate.ts';
import { theoryOf } from '../../../../src/application/analysis/simulation/theory.ts';
import { asked, flatScenario, launch, runOnce, sequentialPool } from '../../../support/simulations.ts';

const noColors = colorsFor({}, {});

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
    const order = { users: 500, visits: asked(2), earned: 0, runs: 6, seed: 7, traffic, trafficName: 'flat' };
    const report = await simulate(activity, order, sequentialPool);
    expect(await simulate(activity, order, sequentialPool)).to.deep.equal(report);
    expect(await simulate(activity, { ...order, seed: 8 }, sequentialPool)).not.to.deep.equal(report);
  });

  it('stops where more runs would say no more, and says so', async () => {
    const sure = launch({ a: { odds: '1/2', stock: 30, value: '5.00' } });
    const { traffic } = flatScenario(sure, 500, 2);
    const order = {
      users: 500,
      visits: asked(2),
      earned: 0,
      runs: 100,
      seed: 7,
      traffic,
      trafficName: 'flat',
    };
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

  it('keeps the budget to the cent, and says when it binds and how many draws it stops', async () => {
    // Three draws an hour win 1.005 each, which counts as 1.01: 99 of them fit, the 100th comes at 33:00 hours.
    const activity = launch({ a: { odds: '1/1', value: '1.005' } }, { budget: '100.99' });
    const { traffic } = flatScenario(activity, 144, 1);
    const order = { users: 144, visits: asked(1), earned: 0, runs: 4, seed: 1, traffic, trafficName: 'flat' };
    const report = await simulate(activity, order, sequentialPool);
    expect(report.spend).to.deep.equal({ p5: 99.99, p50: 99.99, p95: 99.99 });
    const at = Date.parse('2026-11-12T09:10:00+08:00');
    expect(report.budget_binds).to.deep.include({ share: 1, p5: at, p50: at, p95: at });
    expect(report.budget_binds?.draws.mean).to.equal(45);
    expect(report.prizes[0]).to.include({ theory: null });
    expect(report.sensitivity.map(({ budget_binds }) => budget_binds)).to.deep.equal([0, 1]);
    for (const language of ['en', 'zh'] as const) {
      const text = simulationSummary(report, language, noColors);
      expect(text).to.match(
        language === 'en' ? /budget +binds in 100 % of the runs/ : /预算 +100 % 的模拟会用完/,
      );
      expect(text.split('\n').every((line) => displayWidth(line) <= 80)).to.equal(true);
      expect(simulationPage(report, language)).to.include(
        language === 'en' ? 'the budget binds' : '预算用完',
      );
    }
    const enough = launch({ a: { odds: '1/1', value: '1.00' } }, { budget: '144.00' });
    const kept = await simulate(enough, order, sequentialPool);
    expect(kept.budget_binds).to.deep.include({ share: 0, p5: null, p50: null, p95: null });
    expect(kept.warnings).to.deep.equal([]);
    expect(simulationSummary(kept, 'en', noColors)).to.match(/budget +does not bind in any run/);
  });

  it('lets a budget stop only what costs something', () => {
    const activity = launch(
      { a: { odds: '1/1', value: '5.00' }, thanks: {} },
      { budget: '12', fallback: 'thanks' },
    );
    const run = runOnce(activity, flatScenario(activity, 10, 1), 1);
    expect([...run.wins]).to.deep.equal([2, 8]);
    expect(run).to.include({ spent: 1000, budgetStops: 8 });
  });

  it('uses earned chances behind those of the day, as many as are assumed', () => {
    const activity = launch({ prize: { odds: '1/1' } }, { chances: { per_day: 1, total: 2 } });
    const run = runOnce(activity, flatScenario(activity, 200, 10, 3), 1);
    expect(run).to.include({ draws: 1000, refused: 1000, earnedUsed: 600 });
    const endless = launch({ prize: { odds: '1/1' } });
    expect(runOnce(endless, flatScenario(endless, 10, 4, 3), 1)).to.include({ draws: 40, earnedUsed: 0 });
  });

  it('holds prizes back until a user has drawn so often', () => {
    const activity = launch({ late: { odds: '1/1', unlock_after: 3 }, thanks: {} }, { fallback: 'thanks' });
    expect([...runOnce(activity, flatScenario(activity, 100, 5), 1).wins]).to.deep.equal([200, 300]);
  });

  it('gives the guaranteed prize at the end of each row of draws without one of value', () => {
    const activity = launch(
      { thanks: { odds: '1/1' }, coupon: { value: '1.00' } },
      { guarantee: { after: 3, prize: 'coupon' } },
    );
    expect([...runOnce(activity, flatScenario(activity, 100, 7), 1).wins]).to.deep.equal([500, 200]);
  });

  it('warns of what to check before the launch', async () => {
    const steps = [{ at: '2026-11-11T00:00:00+08:00', count: 50 }];
    const activity = launch(
      {
        early: { odds: '1/2', stock: 5, value: '10.00' },
        dear: { odds: '1/20', value: '5.00' },
        rare: { odds: '1/1000000' },
        piled: { odds: '1/3', release: steps },
      },
      { budget: '59.99' },
    );
    const { traffic } = flatScenario(activity, 1000, 1);
    const order = {
      users: 1000,
      visits: asked(1),
      earned: 0,
      runs: 5,
      seed: 1,
      traffic,
      trafficName: 'flat',
    };
    const { warnings } = await simulate(activity, order, sequentialPool);
    expect(warnings.map(({ kind, prize_id }) => [kind, prize_id])).to.deep.equal([
      ['budget_binds', null],
      ['runs_out_early', 'early'],
      ['hardly_won', 'rare'],
      ['wins_pile_up', 'piled'],
    ]);
  });
});
