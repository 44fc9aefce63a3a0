import type { Activity } from '../../domain/activity.ts';
import type { ShakeDetails } from '../../domain/shake.ts';
import { seedFor } from './randomness.ts';
import { reportOf, type SimulationReport, usersOf } from './report.ts';
import type { RunResult, Scenario } from './run.ts';
import type { Traffic } from './traffic.ts';
import { warningsOf } from './warnings.ts';

export interface RunTask {
  readonly scenario: Scenario;
  readonly seed: number;
}

/**
 * Makes the runs of many tasks, several at a time where it can.
 * Results come in the order of the tasks. A run that fails fails the whole; nothing is left running then.
 */
export interface RunPool {
  runAll(
    activity: Activity<ShakeDetails>,
    tasks: readonly RunTask[],
    onProgress: (visits: number) => void,
  ): Promise<readonly RunResult[]>;
}

export interface SimulationOrder {
  readonly users: number;
  readonly drawsPerUser: number;
  readonly runs: number;
  readonly seed: number;
  readonly traffic: Traffic;
  /** How the traffic is called in the report. */
  readonly trafficName: string;
}

/* Enough for a smooth line on paper. */
const PIECES = 200;

/** The same order gives the same report, however many runs are made at a time. */
export async function simulate(
  activity: Activity<ShakeDetails>,
  { users, drawsPerUser, runs, seed, traffic, trafficName }: SimulationOrder,
  pool: RunPool,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<SimulationReport> {
  const sizes = [usersOf('doubled', users), users, usersOf('halved', users)];
  // The longest first, so that at the end no thread waits long for another.
  const tasks = sizes.flatMap((size, index) =>
    Array.from({ length: runs }, (_, run): RunTask => {
      const scenario = { users: size, drawsPerUser, traffic, pieces: PIECES };
      return { scenario, seed: seedFor(seed, index, run) };
    }),
  );
  const of = tasks.reduce((sum, { scenario }) => sum + scenario.users * drawsPerUser, 0);
  let done = 0;
  const results = await pool.runAll(activity, tasks, (visits) => {
    done += visits;
    onProgress(done, of);
  });
  const part = (index: number) => results.slice(index * runs, (index + 1) * runs);
  const simulated = { doubled: part(0), base: part(1), halved: part(2) };
  const scenario = { users, drawsPerUser, traffic, pieces: PIECES };
  const report = reportOf(activity, scenario, { seed, traffic: trafficName }, simulated);
  return { ...report, warnings: warningsOf(report) };
}
