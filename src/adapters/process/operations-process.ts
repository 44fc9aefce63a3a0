import { type ChildProcess, fork } from 'node:child_process';
import type { ProcessLog } from './process-log.ts';
import { restartPause } from './restart-pause.ts';

const CHILD = 'CMS_MARKET_OPERATIONS_CHILD';

/* Visitors first: it starts when the service has listened for so long, and takes no time from a rolling restart. */
const START_AFTER_MS = 1000;

/* As long as a worker gets. */
const STOP_MS = 9800;

/** Whether this process is the operations side of another one. */
export function isOperationsProcess(): boolean {
  return process.env[CHILD] === '1';
}

/** The operations side, as a process of its own, that is started again when it dies. */
export class OperationsProcess {
  readonly #log: ProcessLog;
  /** The one that is started again when it dies. */
  #child: ChildProcess | null = null;
  /** That one, and one that is ending. */
  readonly #running = new Set<ChildProcess>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(log: ProcessLog) {
    this.#log = log;
  }

  start(): void {
    this.#startIn(START_AFTER_MS, 0);
  }

  /** Starts it anew, from the program as it is on the disk now. What it was doing it ends first. */
  async renew(): Promise<void> {
    const child = this.#child;
    if (child === null || this.#isClosed) return;
    this.#child = null;
    await end(child);
    this.#log.info({ operations_pid: child.pid }, 'operations process replaced');
    this.#startIn(0, 0);
  }

  /** Ends it; resolves when it is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.all([...this.#running].map(end));
  }

  #startIn(afterMs: number, lastPauseMs: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.#fork(lastPauseMs), afterMs);
    this.#timer.unref();
  }

  #fork(lastPauseMs: number): void {
    const startedAt = performance.now();
    const child = fork(process.argv[1] as string, ['serve'], {
      env: { ...process.env, ROLE: 'operations', [CHILD]: '1' },
    });
    this.#child = child;
    this.#running.add(child);
    const ended = (why: object) => {
      this.#running.delete(child);
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#isClosed) return;
      const pauseMs = restartPause(lastPauseMs, performance.now() - startedAt);
      this.#log.error({ ...why, restart_in_ms: pauseMs }, 'the operations process ended');
      this.#startIn(pauseMs, pauseMs);
    };
    child.once('error', (error) => ended({ reason: error.message }));
    child.once('exit', (code, signal) => ended({ operations_pid: child.pid, code, signal }));
  }
}

async function end(child: ChildProcess): Promise<void> {
  // Also where it could not be started: `error` without `exit`.
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  child.kill('SIGTERM');
  const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(overdue);
}
