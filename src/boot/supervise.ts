import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../adapters/pino/log.ts';

/* A worker that lived for less is taken to die of its start, and the next one waits. */
const SOUND_LIFE_MS = 5000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/* A little more than a worker takes to drain. */
const STOP_MS = 9800;

export interface Supervision {
  readonly port: number;
  /** Ends every worker; done when all are gone. */
  close(): Promise<void>;
}

/**
 * Runs `count` workers that share one port and replaces each that dies. Resolves when all of them listen.
 * @param onWorker called with each worker as it is started
 * @throws Error if a worker dies before the first of all has ever listened: a start that fails is not repeated
 */
export function supervise(count: number, log: Log, onWorker: (worker: Worker) => void): Promise<Supervision> {
  return new Promise((resolve, reject) => {
    let closing = false;
    let everUp = false;
    let pause = 0;
    const listening = new Set<number>();

    cluster.on('listening', (worker, { port }) => {
      listening.add(worker.id);
      if (everUp || listening.size < count) return;
      everUp = true;
      resolve({ port, close });
    });

    for (let started = 0; started < count; started++) start();

    function start(): void {
      const bornAt = performance.now();
      const worker = cluster.fork();
      onWorker(worker);
      worker.once('exit', (code, signal) => {
        listening.delete(worker.id);
        if (closing) return;
        if (!everUp) {
          closing = true;
          for (const other of workers()) other.process.kill('SIGKILL');
          reject(new Error(`a worker ended with ${signal ?? `code ${code}`} before it listened`));
          return;
        }
        const soundLife = performance.now() - bornAt >= SOUND_LIFE_MS;
        pause = soundLife ? 0 : Math.min(Math.max(FIRST_PAUSE_MS, pause * 2), LONGEST_PAUSE_MS);
        log.error({ worker_pid: worker.process.pid, code, signal, restart_in_ms: pause }, 'worker died');
        setTimeout(() => !closing && start(), pause);
      });
    }

    async function close(): Promise<void> {
      closing = true;
      const gone = workers().map((worker) => new Promise((done) => worker.once('exit', done)));
      for (const worker of workers()) worker.process.kill('SIGTERM');
      const overdue = setTimeout(() => {
        for (const worker of workers()) worker.process.kill('SIGKILL');
      }, STOP_MS);
      await Promise.all(gone);
      clearTimeout(overdue);
    }
  });
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}
