import { readFile, writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import type { SimulationReport } from '../../../application/analysis/simulation/report.ts';
import { type RunPool, simulate } from '../../../application/analysis/simulation/simulate.ts';
import { type Shape, trafficOf, type Window } from '../../../application/analysis/simulation/traffic.ts';
import { readTraffic } from '../../../application/analysis/simulation/traffic-csv.ts';
import { visitsPerUser } from '../../../application/analysis/simulation/visits-per-user.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { ShakeDetails } from '../../../domain/draws/shake.ts';
import { progressLine } from '../render/progress.ts';
import { simulationSummary } from '../render/simulation-summary.ts';

export interface SimulateOptions {
  readonly users: number;
  readonly runs: number;
  readonly shape: Shape;
  /** The file of measured traffic, in place of a shape. */
  readonly traffic?: string;
  readonly drawsPerUser?: number;
  readonly seed: number;
  readonly json?: boolean;
  /** Where the HTML report goes. */
  readonly html?: string;
}

export interface SimulateDependencies {
  readonly pool: RunPool;
  /** Milliseconds since the epoch: the start of an activity that names none. */
  readonly now: number;
  readonly page: (report: SimulationReport) => string;
}

const DAY = 86_400_000;
/* What is simulated of an activity without an end. */
const OPEN_DAYS = 7;

export type SimulateEnding = 'nothing_to_warn_of' | 'warnings' | 'wrong_usage';

/** Simulates the launch of one activity and prints what follows. Its result says whether there are warnings. */
export async function simulateCommand(
  activity: Activity<ShakeDetails>,
  options: SimulateOptions,
  { pool, now, page }: SimulateDependencies,
): Promise<SimulateEnding> {
  const { timezone, chances } = activity.details.rules;
  const startsAt = activity.startsAt ?? Math.min(now, (activity.endsAt ?? now + DAY) - DAY);
  const window = { startsAt, endsAt: activity.endsAt ?? startsAt + OPEN_DAYS * DAY };
  const traffic = await trafficFor(options, window, timezone);
  if (!traffic) return 'wrong_usage';
  const visits = visitsPerUser(chances, traffic, timezone, options.drawsPerUser);

  const progress = progressLine(`simulate ${activity.id}`);
  const { users, runs, seed } = options;
  const order = { users, visits, runs, seed, traffic: visits.traffic, trafficName: nameOf(options) };
  const report = await simulate(activity, order, pool, progress.report).finally(progress.end);
  if (options.html !== undefined) {
    await writeFile(options.html, page(report));
    process.stderr.write(`wrote ${options.html}\n`);
  }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : simulationSummary(report, pc.createColors(wantsColors())),
  );
  return report.warnings.length === 0 ? 'nothing_to_warn_of' : 'warnings';
}

async function trafficFor({ traffic: file, shape }: SimulateOptions, window: Window, timezone: string) {
  if (file === undefined) return trafficOf(shape, window, timezone);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    process.stderr.write(`cms-market: ${(error as Error).message}\n`);
    return null;
  }
  const reading = readTraffic(text, window, timezone);
  if (reading.ok) return reading.traffic;
  process.stderr.write(reading.problems.map((problem) => `${file}: ${problem}\n`).join(''));
  return null;
}

function nameOf({ traffic, shape }: SimulateOptions): string {
  return traffic === undefined ? shape : 'measured';
}

/* See https://no-color.org: any value but the empty one. */
function wantsColors(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}
