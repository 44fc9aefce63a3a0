import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { RunResult } from './run.ts';
import { meanOf } from './statistics.ts';

/* The 95 % interval of a figure may reach so far to either side. */
const SHARE_OF_MEAN = 0.01;
const PIECES = 1;
const SHARE_OF_RUNS = 0.1;

/* P5 and P95 of normal values vary that much more than their mean: √(0.05 · 0.95) over the density there. */
const PERCENTILE_TO_MEAN = 2.11;

/**
 * Whether more runs would hardly move the report: spend, also its P5 and P95, within 1 %; mean wins of every prize
 * within 1 % or one piece; the share of runs in which its stock lasts within 10 %. The times at which stock runs out
 * need no check: after 40 runs the P50 is known to an eighth of the distance from P5 to P95.
 */
export function isNarrowEnough(activity: Activity<DrawDetails>, runs: readonly RunResult[]): boolean {
  const spends = runs.map(({ spent }) => spent);
  if (PERCENTILE_TO_MEAN * halfOf(spends) > SHARE_OF_MEAN * meanOf(spends).mean) return false;
  return activity.details.prizes.every((_, prize) => {
    const wins = runs.map((run) => run.wins[prize] as number);
    if (halfOf(wins) > Math.max(PIECES, SHARE_OF_MEAN * meanOf(wins).mean)) return false;
    const lasting = runs.filter((run) => Number.isNaN(run.ranOutAt[prize])).length / runs.length;
    return 1.96 * Math.sqrt((lasting * (1 - lasting)) / runs.length) <= SHARE_OF_RUNS;
  });
}

function halfOf(values: readonly number[]): number {
  const { low, high } = meanOf(values);
  return (high - low) / 2;
}
