import type { Worker } from 'node:cluster';
import { type ClusterNumbers, MetricsHost } from './metrics-exchange.ts';
import { channelToWorker } from './process-channels.ts';

/* The last message of a worker may arrive after its exit. */
const LAST_MESSAGE_MS = 200;

/** The metrics of all workers and of the supervisor itself. */
export interface SupervisorNumbers<Snapshot> extends ClusterNumbers<Snapshot> {
  workerDied(): void;
}

/** Gathers the metrics of all workers in the supervisor. The result must be called with each worker at its start. */
export function metricsHost<Snapshot>(numbers: SupervisorNumbers<Snapshot>): (worker: Worker) => void {
  const host = new MetricsHost<Snapshot>(numbers);
  return (worker) => {
    host.add(worker.id, channelToWorker(worker));
    const remove = () => host.remove(worker.id);
    worker.once('disconnect', remove);
    worker.once('exit', (code) => {
      if (code !== 0) numbers.workerDied();
      // The channel of a worker that died while it was given a connection never reports that it is closed.
      setTimeout(remove, LAST_MESSAGE_MS).unref();
    });
  };
}
