import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { SimulationOrder } from './simulation-order.ts';
import { simulationWindow } from './simulation-window.ts';
import { type Shape, trafficOf } from './traffic.ts';
import { visitsPerUser } from './visits-per-user.ts';

/** What is asked of a simulation in the console. */
export interface JobOrder {
  readonly users: number;
  readonly runs: number;
  readonly shape: Shape;
  /** Left out: as often as the rules allow. */
  readonly draws_per_user?: number | undefined;
  readonly earned?: number | undefined;
}

const MOST_USERS_IN_ALL = 20_000_000;

/* Three launches are made of each run: of half, all and twice as many users. */
const LAUNCHES = 0.5 + 1 + 2;

/*
 * A core makes some millions of draws a second. An activity of a year, of which the rules allow each user a thousand, gets fewer
 * runs: the more draws a run has, the less the runs differ.
 */
const USUAL_DRAWS = 200_000_000;
const MOST_DRAWS = 2_000_000_000;
const LEAST_RUNS = 5;

const SEED = 1;

/** Whether it would take longer than anybody waits for. @param now milliseconds since the epoch */
export function isTooLarge(activity: Activity<DrawDetails>, order: JobOrder, now: number): boolean {
  if (order.users * order.runs > MOST_USERS_IN_ALL) return true;
  const plan = planOf(activity, order, now);
  return plan.runs * drawsOfRun(plan) > MOST_DRAWS;
}

/** What is simulated for an order: no more runs than make a usual number of draws, but some. */
export function planOf(activity: Activity<DrawDetails>, order: JobOrder, now: number): SimulationOrder {
  const { timezone, chances } = activity.details.rules;
  const { users, shape, draws_per_user: asked, earned = 0 } = order;
  const traffic = trafficOf(shape, simulationWindow(activity, now), timezone);
  const visits = visitsPerUser(chances, traffic, timezone, asked, earned);
  const usual = Math.floor(USUAL_DRAWS / drawsOfRun({ users, visits }));
  const runs = Math.min(order.runs, Math.max(LEAST_RUNS, usual));
  return { users, visits, earned, runs, seed: SEED, traffic: visits.traffic, trafficName: shape };
}

function drawsOfRun({ users, visits }: Pick<SimulationOrder, 'users' | 'visits'>): number {
  return users * visits.count * LAUNCHES;
}
