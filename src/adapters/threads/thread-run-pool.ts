import { Worker } from 'node:worker_threads';
import type { RunResult } from '../../application/analysis/simulation/run.ts';
import type { PlannedRun, RunPlan, RunTask } from '../../application/analysis/simulation/run-plan.ts';
import type { RunPool } from '../../application/analysis/simulation/simulate.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';

export type ToWorker = RunTask;

export type FromWorker = { readonly visits: number } | { readonly result: RunResult };

/* The compiled one: a thread does not load TypeScript, so this pool is for the built program. */
const WORKER = new URL('./run-worker.js', import.meta.url);

/** Makes runs in so many threads at most. The threads end with the call. */
export class ThreadRunPool implements RunPool {
  readonly #threads: number;

  constructor(threads: number) {
    this.#threads = threads;
  }

  async runAll(
    activity: Activity<DrawDetails>,
    plan: RunPlan,
    onProgress: (visits: number) => void,
  ): Promise<void> {
    const threads = Math.min(this.#threads, plan.size);
    const workers = Array.from({ length: threads }, () => new Worker(WORKER, { workerData: activity }));
    try {
      await new Promise<void>((resolve, reject) => {
        for (const worker of workers) {
          worker.on('error', reject);
          worker.on('exit', (code) => reject(new Error(`a simulating thread ended with ${code}`)));
          keepBusy(worker, plan, onProgress, resolve);
        }
      });
    } finally {
      // Also those that are still in a run which turned out not to be needed.
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }
}

/** Each thread takes its next run as soon as it has made one, and waits for no other. */
function keepBusy(
  worker: Worker,
  plan: RunPlan,
  onProgress: (visits: number) => void,
  onComplete: () => void,
): void {
  let run: PlannedRun | undefined;
  const give = () => {
    run = plan.next();
    if (run) worker.postMessage(run.task satisfies ToWorker);
  };
  worker.on('message', (message: FromWorker) => {
    if ('visits' in message) return onProgress(message.visits);
    if (run) plan.record(run, message.result);
    if (plan.isComplete()) return onComplete();
    give();
  });
  give();
}
