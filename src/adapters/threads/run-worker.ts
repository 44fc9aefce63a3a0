import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { simulateRun } from '../../application/analysis/simulation/run.ts';
import { seededRandomness } from './seeded-randomness.ts';
import type { FromWorker, ToWorker, WorkerStart } from './thread-run-pool.ts';

const { activity, isPatient } = workerData as WorkerStart;

/* Visitors are served on the same machine. */
const LOWEST = 19;

// On Linux it is that of this thread alone, elsewhere that of the whole process.
if (isPatient && process.platform === 'linux') setPriority(LOWEST);

const send = (message: FromWorker) => parentPort?.postMessage(message);

parentPort?.on('message', ({ scenario, seed }: ToWorker) => {
  const result = simulateRun(activity, scenario, seededRandomness(seed), (visits) => send({ visits }));
  send({ result });
});
