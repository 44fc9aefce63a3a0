import type { Worker } from 'node:cluster';
import { MetricsHost } from '../../adapters/process/metrics-exchange.ts';
import { channelToWorker } from '../../adapters/process/process-channels.ts';
import { ClusterMetrics } from '../../adapters/prometheus/cluster-metrics.ts';
import { SupervisorMetrics } from '../../adapters/prometheus/service-metrics.ts';
import type { Snapshot } from '../../adapters/prometheus/snapshot.ts';

/* What a worker has sent last may arrive after its exit, though not much later. */
const LAST_WORDS_MS = 200;

/**
 * Gathers the numbers of all workers in the supervisor. To be called with each worker as it is started.
 * @param droppedLogLines of the supervisor's own log
 */
export function metricsHost(droppedLogLines: () => number): (worker: Worker) => void {
  const own = new SupervisorMetrics(droppedLogLines);
  const fleet = new ClusterMetrics();
  const host = new MetricsHost<Snapshot>({
    started: (workerId) => fleet.started(workerId),
    heard: (workerId, snapshot) => fleet.heard(workerId, snapshot),
    ended: (workerId) => fleet.ended(workerId),
    text: async (answers) => fleet.text(answers, await own.snapshot()),
  });
  return (worker) => {
    host.add(worker.id, channelToWorker(worker));
    const remove = () => host.remove(worker.id);
    worker.once('disconnect', remove);
    worker.once('exit', (code) => {
      if (code !== 0) own.workerDied();
      // The channel of a worker that died while a connection was handed to it never says that it is closed.
      setTimeout(remove, LAST_WORDS_MS).unref();
    });
  };
}
