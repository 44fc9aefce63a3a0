import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { slotEnvironment } from './leader.ts';
import type { ProcessLog } from './process-log.ts';
import { restartPause } from './restart-pause.ts';
import { sendRetire } from './signals.ts';
import { closeUntakenConnections } from './untaken-connections.ts';

/* A start takes well under a second; one that takes this long will not come to anything. */
const START_MS = 30_000;

/* A little more than a worker takes to drain. */
const STOP_MS = 9800;

export interface Supervision {
  readonly port: number;
  /**
   * Replaces the workers one by one, each when the one that takes its slot listens. One that does not come to
   * listen stops it, and the old ones go on. Asked again meanwhile, it is done once more afterwards.
   * @returns whether all are replaced; `false` also for a call that an earlier one answers
   */
  reload(): Promise<boolean>;
  /** Ends every worker; done when all are gone. */
  close(): Promise<void>;
}

/**
 * Runs `count` workers that share one port and replaces each that dies. Resolves when all of them listen.
 * @param onWorker called with each worker as it is started
 * @throws Error if a worker dies before the first of all has ever listened: a start that fails is not repeated
 */
export function supervise(
  count: number,
  log: ProcessLog,
  onWorker: (worker: Worker) => void,
): Promise<Supervision> {
  return new Promise((resolve, reject) => {
    let closing = false;
    let everUp = false;
    let pause = 0;
    let reloading = false;
    let reloadAgain = false;
    const listening = new Set<number>();
    const listenedAt = new WeakMap<Worker, number>();
    const slots = new WeakMap<Worker, number>();
    /** Workers that need no successor when they die: another has taken their slot, or they were never needed. */
    const spare = new Set<Worker>();

    cluster.on('listening', (worker, { port }) => {
      listening.add(worker.id);
      listenedAt.set(worker, performance.now());
      if (everUp || listening.size < count) return;
      everUp = true;
      resolve({ port, reload, close });
    });

    for (let slot = 0; slot < count; slot++) start(slot);

    function start(slot: number): Worker {
      const worker = cluster.fork(slotEnvironment(slot));
      slots.set(worker, slot);
      closeUntakenConnections(worker);
      onWorker(worker);
      worker.once('exit', (code, signal) => {
        listening.delete(worker.id);
        if (closing || spare.delete(worker)) return;
        if (!everUp) {
          closing = true;
          for (const other of workers()) other.process.kill('SIGKILL');
          reject(new Error(`a worker ended with ${signal ?? `code ${code}`} before it listened`));
          return;
        }
        const since = listenedAt.get(worker);
        pause = restartPause(pause, since === undefined ? null : performance.now() - since);
        log.error({ worker_pid: worker.process.pid, code, signal, restart_in_ms: pause }, 'worker died');
        setTimeout(() => !closing && start(slot), pause);
      });
      return worker;
    }

    async function reload(): Promise<boolean> {
      reloadAgain = true;
      if (reloading) return false;
      reloading = true;
      let isReplaced = false;
      while (reloadAgain && !closing) {
        reloadAgain = false;
        isReplaced = await replaceAll();
      }
      reloading = false;
      return isReplaced && !closing;
    }

    async function replaceAll(): Promise<boolean> {
      const old = workers();
      const replaced: Worker[] = [];
      let isWhole = true;
      log.info({ workers: old.length }, 'replacing workers');
      for (const worker of old) {
        if (closing || worker.isDead()) continue;
        isWhole = await replace(worker);
        if (!isWhole) break;
        replaced.push(worker);
      }
      // Without this, repeated reloads would pile up old processes.
      await Promise.all(replaced.map(gone));
      return isWhole;
    }

    /** Whether a new worker has taken this one's slot. */
    async function replace(worker: Worker): Promise<boolean> {
      const slot = slots.get(worker) ?? 0;
      const next = start(slot);
      spare.add(next).add(worker);
      if (await comesToListen(next)) {
        spare.delete(next);
        log.info({ worker_pid: worker.process.pid, new_worker_pid: next.process.pid }, 'worker replaced');
        if (!worker.isDead()) sendRetire(worker);
        return true;
      }
      if (!closing) log.error('a new worker did not come to listen; the old ones go on');
      next.process.kill('SIGKILL');
      spare.delete(worker);
      if (worker.isDead() && !closing) start(slot);
      return false;
    }

    async function close(): Promise<void> {
      closing = true;
      const all = workers();
      for (const worker of all) worker.process.kill('SIGTERM');
      const overdue = setTimeout(() => {
        for (const worker of workers()) worker.process.kill('SIGKILL');
      }, STOP_MS);
      await Promise.all(all.map(gone));
      clearTimeout(overdue);
    }
  });
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

async function gone(worker: Worker): Promise<void> {
  if (!worker.isDead()) await once(worker, 'exit');
}

function comesToListen(worker: Worker): Promise<boolean> {
  return new Promise((resolve) => {
    const overdue = setTimeout(() => resolve(false), START_MS);
    const settle = (listens: boolean) => () => {
      clearTimeout(overdue);
      resolve(listens);
    };
    worker.once('listening', settle(true)).once('exit', settle(false));
  });
}
