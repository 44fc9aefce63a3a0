import { Worker } from 'node:worker_threads';
import type { RunResult } from '../../application/simulation/run.ts';
import type { RunPool, RunTask } from '../../application/simulation/simulate.ts';

export interface ToWorker {
  readonly index: number;
  readonly task: RunTask;
}

export type FromWorker = { readonly visits: number } | { readonly index: number; readonly result: RunResult };

/* The compiled one: a thread does not load TypeScript, so this pool is for the built program. */
const WORKER = new URL('./run-worker.js', import.meta.url);

/** Makes runs in so many threads at most. The threads end with the call. */
export class ThreadRunPool implements RunPool {
  readonly #threads: number;

  constructor(threads: number) {
    this.#threads = threads;
  }

  async runAll(
    ...[activity, tasks, onProgress]: Parameters<RunPool['runAll']>
  ): Promise<readonly RunResult[]> {
    const count = Math.min(this.#threads, tasks.length);
    const workers = Array.from({ length: count }, () => new Worker(WORKER, { workerData: activity }));
    const results: RunResult[] = new Array(tasks.length);
    let next = 0;
    try {
      await Promise.all(workers.map((worker) => serve(worker)));
      return results;
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }

    function serve(worker: Worker): Promise<void> {
      return new Promise((resolve, reject) => {
        const give = () => {
          const task = tasks[next];
          if (!task) return resolve();
          worker.postMessage({ index: next++, task } satisfies ToWorker);
        };
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`a simulating thread ended with ${code}`)));
        worker.on('message', (message: FromWorker) => {
          if ('visits' in message) return onProgress(message.visits);
          results[message.index] = message.result;
          give();
        });
        give();
      });
    }
  }
}
