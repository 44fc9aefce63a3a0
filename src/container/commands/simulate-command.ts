import { availableParallelism } from 'node:os';
import { type SimulateOptions, simulateCommand } from '../../adapters/cli/commands/simulate-command.ts';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import { simulationPage } from '../../adapters/cli/report/simulation-page.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { ThreadRunPool } from '../../adapters/threads/thread-run-pool.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import type { ShakeDetails } from '../../domain/draws/shake.ts';
import { openConfigs } from '../container.ts';
import type { Settings } from '../settings.ts';
import { activitiesFolder } from './where.ts';

const EXITS = {
  nothing_to_warn_of: exitCodes.ok,
  warnings: exitCodes.failed,
  wrong_usage: exitCodes.usage,
};

/** Simulates an activity of the configured folder, in a thread a core. */
export async function simulate(
  settings: Settings,
  activityId: string,
  options: SimulateOptions,
): Promise<void> {
  try {
    const configs = openConfigs(settings);
    const activity = configs.find(activityId);
    if (activity?.dispatch !== 'shake') {
      const isInvalid = configs.invalid().some((each) => each.activityId === activityId);
      const reason = activity
        ? `is of the kind ${activity.dispatch}, which has no draws`
        : isInvalid
          ? `is not valid; "check ${activityId}" names what is wrong`
          : `is not in ${activitiesFolder(settings)}; ACTIVITIES_DIR=… names another folder`;
      process.stderr.write(`cms-market: activity ${activityId} ${reason}\n`);
      process.exitCode = exitCodes.usage;
      return;
    }
    const pool = new ThreadRunPool(availableParallelism());
    const deps = { pool, now: systemClock.now(), page: simulationPage };
    process.exitCode = EXITS[await simulateCommand(activity as Activity<ShakeDetails>, options, deps)];
  } catch (error) {
    process.stderr.write(`cms-market: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.failed;
  }
}
