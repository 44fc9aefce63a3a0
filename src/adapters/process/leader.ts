import cluster from 'node:cluster';

const PLACE = 'CMS_MARKET_WORKER_PLACE';

/** The environment of the worker in this place, from 0; whoever replaces it gets the same place. */
export function slotEnvironment(place: number): Readonly<Record<string, string>> {
  return { [PLACE]: `${place}` };
}

/** Whether this process tells the log what all of them see alike: the worker in the first place, or the only process. */
export function isLeader(): boolean {
  return cluster.isPrimary || process.env[PLACE] === '0';
}
