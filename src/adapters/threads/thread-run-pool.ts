import { Worker } from 'node:worker_threads';
import type { RunResult } from '../../application/analysis/simulation/run.ts';
import type { PlannedRun, RunPlan, RunTask } from '../../application/analysis/simulation/run-plan.ts';
import type { RunPool } from '../../application/analysis/simulation/simulate.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';

export type ToWorker = RunTask;

/** What a thread begins with. */
export interface WorkerStart {
  readonly activity: Activity<DrawDetails>;
  /** Whether all else on the machine comes first. */
  readonly isPatient: boolean;
}

export type FromWorker = { readonly visits: number } | { readonly result: RunResult };

/* Of the build: a thread cannot load TypeScript. */
const WORKER = new URL('./run-worker.js', import.meta.url);

export interface RunPoolOptions {
  readonly worker?: URL;
  readonly isPatient?: boolean;
}

/** Simulates runs in threads, which end with the call. */
export class ThreadRunPool implements RunPool {
  readonly #threads: number;
  readonly #worker: URL;
  readonly #isPatient: boolean;

  /**
   * @param threads the most threads
   * @param options.worker the built file that they run; for tests
   * @param options.isPatient whether all else on the machine comes first, as far as the system can say so of a thread
   */
  constructor(threads: number, { worker = WORKER, isPatient = false }: RunPoolOptions = {}) {
    this.#threads = threads;
    this.#worker = worker;
    this.#isPatient = isPatient;
  }

  async runAll(
    activity: Activity<DrawDetails>,
    plan: RunPlan,
    onProgress: (visits: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    signal?.throwIfAborted();
    const threads = Math.min(this.#threads, plan.size);
    const workerData: WorkerStart = { activity, isPatient: this.#isPatient };
    const workers = Array.from({ length: threads }, () => new Worker(this.#worker, { workerData }));
    try {
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        for (const worker of workers) {
          worker.on('error', reject);
          worker.on('exit', (code) => reject(new Error(`a simulating thread ended with ${code}`)));
          keepBusy(worker, plan, onProgress, resolve);
        }
      });
    } finally {
      // Some may still be in a run that is not needed any more.
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }
}

/** Gives the worker its next run as soon as it has finished one. */
function keepBusy(
  worker: Worker,
  plan: RunPlan,
  onProgress: (visits: number) => void,
  onComplete: () => void,
): void {
  let run: PlannedRun | undefined;
  const giveNext = () => {
    run = plan.next();
    if (run) worker.postMessage(run.task satisfies ToWorker);
  };
  worker.on('message', (message: FromWorker) => {
    if ('visits' in message) return onProgress(message.visits);
    if (run) plan.record(run, message.result);
    if (plan.isComplete()) return onComplete();
    giveNext();
  });
  giveNext();
}
