import { parentPort, workerData } from 'node:worker_threads';
import { simulateRun } from '../../application/analysis/simulation/run.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import { seededRandomness } from './seeded-randomness.ts';
import type { FromWorker, ToWorker } from './thread-run-pool.ts';

const activity = workerData as Activity<DrawDetails>;
const send = (message: FromWorker) => parentPort?.postMessage(message);

parentPort?.on('message', ({ scenario, seed }: ToWorker) => {
  const result = simulateRun(activity, scenario, seededRandomness(seed), (visits) => send({ visits }));
  send({ result });
});
