import { expect } from 'chai';
import fc from 'fast-check';
import type { RunResult, Scenario } from '../../../../src/application/analysis/simulation/run.ts';
import { type PlannedRun, RunPlan } from '../../../../src/application/analysis/simulation/run-plan.ts';

const scenario = { users: 10, drawsPerUser: 2 } as Scenario;
const tasksOf = (runs: number, seed = 0) => Array.from({ length: runs }, () => ({ scenario, seed }));
/* Which run it is a result of stands in its number of draws. */
const resultOf = ({ no }: PlannedRun) => ({ draws: no }) as RunResult;

function made(plan: RunPlan): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (let run = plan.next(); run; run = plan.next()) {
    runs.push(run);
    plan.record(run, resultOf(run));
  }
  return runs;
}

describe('the plan of the runs', () => {
  it('ends a series at the first look that finds enough, and makes all runs where none does', () => {
    const plan = new RunPlan([tasksOf(100), tasksOf(100)], (results) => results.length >= 60);
    expect(made(plan)).to.have.length(120);
    expect([plan.results(0).length, plan.results(1).length, plan.visits()]).to.deep.equal([60, 60, 2400]);
    const never = new RunPlan([tasksOf(47)], () => false);
    expect(made(never)).to.have.length(47);
    expect(never.results(0)).to.have.length(47);
  });

  it('makes no fewer than 40 runs, and all of fewer', () => {
    const always = new RunPlan([tasksOf(100), tasksOf(39)], () => true);
    made(always);
    expect([always.results(0).length, always.results(1).length]).to.deep.equal([40, 39]);
  });

  it('counts the same runs however many are made at a time, and whichever is ready first', () => {
    const enough = (results: readonly RunResult[]) =>
      results.reduce((sum, { draws }) => sum + (draws % 7), 0) % 5 === 0;
    const alone = new RunPlan([tasksOf(90), tasksOf(70)], enough);
    made(alone);
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 200, maxLength: 200 }),
        fc.integer({ min: 1, max: 9 }),
        (picks, threads) => {
          const plan = new RunPlan([tasksOf(90), tasksOf(70)], enough);
          const running: PlannedRun[] = [];
          for (const pick of picks) {
            while (running.length < threads) {
              const run = plan.next();
              if (!run) break;
              running.push(run);
            }
            const [ready] = running.splice(pick % Math.max(1, running.length), 1);
            if (ready) plan.record(ready, resultOf(ready));
          }
          expect(plan.isComplete()).to.equal(true);
          for (const series of [0, 1]) expect(plan.results(series)).to.deep.equal(alone.results(series));
        },
      ),
    );
  });
});
