import type { Worker } from 'node:cluster';
import { MetricsHost } from '../adapters/ipc/metrics-exchange.ts';
import { Fleet } from '../adapters/prometheus/fleet.ts';
import { SupervisorMetrics } from '../adapters/prometheus/service-metrics.ts';
import type { Snapshot } from '../adapters/prometheus/snapshot.ts';
import { channelToWorker } from './process-channels.ts';

/** Gathers the numbers of all workers in the supervisor. To be called with each worker as it is started. */
export function metricsHost(): (worker: Worker) => void {
  const own = new SupervisorMetrics();
  const fleet = new Fleet();
  const host = new MetricsHost<Snapshot>({
    started: (workerId) => fleet.started(workerId),
    heard: (workerId, snapshot) => fleet.heard(workerId, snapshot),
    ended: (workerId) => fleet.ended(workerId),
    text: async (answers) => fleet.text(answers, await own.snapshot()),
  });
  return (worker) => {
    host.add(worker.id, channelToWorker(worker));
    // What it has sent last still arrives after its exit, but not after this.
    worker.once('disconnect', () => host.remove(worker.id));
    worker.once('exit', (code) => {
      if (code !== 0) own.workerDied();
    });
  };
}
