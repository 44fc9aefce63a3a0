import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { isNarrowEnough } from './narrow-enough.ts';
import { seedFor } from './randomness.ts';
import type { SimulationReport } from './report.ts';
import { reportOf, usersOf } from './report-of.ts';
import type { RunResult } from './run.ts';
import { RunPlan, type RunTask } from './run-plan.ts';
import type { SimulationOrder } from './simulation-order.ts';
import { warningsOf } from './warnings.ts';

/**
 * Makes the runs of a plan, several at a time where it can, until the plan is complete. A run that fails fails the
 * whole; nothing is left running then.
 */
export interface RunPool {
  runAll(
    activity: Activity<DrawDetails>,
    plan: RunPlan,
    onProgress: (visits: number) => void,
    /** Aborted: it fails at once. */
    signal?: AbortSignal,
  ): Promise<void>;
}

/* Enough for a smooth line on paper. */
const PIECES = 200;

/** Where the three launches stand among the seeds. */
export const SERIES = { doubled: 0, base: 1, halved: 2 } as const;

/** The same order gives the same report, however many runs are made at a time. */
export async function simulate(
  activity: Activity<DrawDetails>,
  order: SimulationOrder,
  pool: RunPool,
  onProgress: (done: number, of: number) => void = () => {},
  signal?: AbortSignal,
): Promise<SimulationReport> {
  const { users, visits, earned, runs, seed, traffic } = order;
  const drawsPerUser = visits.count;
  // The longest first, so that at the end no thread waits long for another.
  const sizes = [usersOf('doubled', users), users, usersOf('halved', users)];
  const series = sizes.map((size, index) =>
    Array.from({ length: runs }, (_, run): RunTask => {
      const scenario = { users: size, drawsPerUser, traffic, pieces: PIECES, earned };
      return { scenario, seed: seedFor(seed, index, run) };
    }),
  );
  const plan = new RunPlan(series, (made) => isNarrowEnough(activity, made));
  let done = 0;
  const count = (made: number) => {
    done += made;
    // Runs that turn out not to be needed have been made all the same.
    onProgress(Math.min(done, plan.visits()), plan.visits());
  };
  await pool.runAll(activity, plan, count, signal);
  onProgress(plan.visits(), plan.visits());
  const made = (index: number): readonly RunResult[] => plan.results(index);
  const simulated = { doubled: made(SERIES.doubled), base: made(SERIES.base), halved: made(SERIES.halved) };
  const scenario = { users, drawsPerUser, traffic, pieces: PIECES, earned };
  const report = reportOf(activity, scenario, order, simulated);
  return { ...report, warnings: warningsOf(report) };
}
