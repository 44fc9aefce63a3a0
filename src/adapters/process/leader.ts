import cluster from 'node:cluster';

const SLOT = 'CMS_MARKET_WORKER_PLACE';

/** The environment of the worker in this slot, from 0. A worker that replaces another gets the same slot. */
export function slotEnvironment(slot: number): Readonly<Record<string, string>> {
  return { [SLOT]: `${slot}` };
}

/** Whether this process logs what all processes see alike: it is the worker in the first slot, or the only process. */
export function isLeader(): boolean {
  return cluster.isPrimary || process.env[SLOT] === '0';
}
