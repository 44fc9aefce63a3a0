import { seededRandomness } from '../../src/adapters/threads/seeded-randomness.ts';
import { type RunResult, type Scenario, simulateRun } from '../../src/application/analysis/simulation/run.ts';
import type { RunPool } from '../../src/application/analysis/simulation/simulate.ts';
import type { SimulationOrder } from '../../src/application/analysis/simulation/simulation-order.ts';
import { trafficOf } from '../../src/application/analysis/simulation/traffic.ts';
import { kindReadings } from '../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../src/domain/activities/activity.ts';
import type { DrawDetails } from '../../src/domain/draws/draw-details.ts';

const window = { starts_at: '2026-11-11T00:00:00+08:00', ends_at: '2026-11-13T00:00:00+08:00' };

/** A shake activity of two days with these rules for its prizes. */
export function launch(prizes: Record<string, object>, rules: object = {}): Activity<DrawDetails> {
  const file = {
    dispatch: 'shake',
    ...window,
    prizes: Object.keys(prizes).map((id) => ({ id, name: id })),
    rules: { prizes, ...rules },
  };
  const reading = readActivity('a1', file, kindReadings);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity as Activity<DrawDetails>;
}

export function flatScenario(activity: Activity, users: number, drawsPerUser: number, earned = 0): Scenario {
  const window = { startsAt: activity.startsAt as number, endsAt: activity.endsAt as number };
  return { users, drawsPerUser, traffic: trafficOf('flat', window, 'Asia/Shanghai'), pieces: 48, earned };
}

/** So many visits of each user, as the caller asked. */
export function asked(count: number): SimulationOrder['visits'] {
  return { count, why: 'asked', days: null };
}

export function runOnce(activity: Activity<DrawDetails>, scenario: Scenario, seed: number): RunResult {
  return simulateRun(activity, scenario, seededRandomness(seed));
}

/** Makes every run in this thread, one after another. */
export const sequentialPool: RunPool = {
  runAll: async (activity, plan, onProgress) => {
    for (let run = plan.next(); run; run = plan.next()) {
      const { scenario, seed } = run.task;
      plan.record(run, runOnce(activity, scenario, seed));
      onProgress(scenario.users * scenario.drawsPerUser);
    }
  },
};
