import { type ChildProcess, fork } from 'node:child_process';
import type { ReleaseOutcome } from '../../domain/releases/release-telemetry.ts';
import { type ConsoleOpened, consoleIn } from './console-opened.ts';
import type { ProcessLog } from './process-log.ts';
import { isPublished } from './published.ts';
import { outcomeIn } from './release-outcome.ts';
import { restartPause } from './restart-pause.ts';

const CHILD = 'CMS_MARKET_OPERATIONS_CHILD';

/* Less than a worker may take to listen. Then the service starts with what was published before. */
const PUBLISHED_MS = 25_000;

/* As long as a worker gets. */
const STOP_MS = 9800;

/** Whether this process is the operations side of another one. */
export function isOperationsProcess(): boolean {
  return process.env[CHILD] === '1';
}

/** The operations side, as a process of its own, that is started again when it dies. */
export class OperationsProcess {
  readonly #log: ProcessLog;
  readonly #onOutcome: (outcome: ReleaseOutcome) => void;
  readonly #onConsole: (console: ConsoleOpened) => void;
  /** The one that is started again when it dies. */
  #child: ChildProcess | null = null;
  /** That one, and one that is ending. */
  readonly #running = new Set<ChildProcess>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  readonly #published: Promise<void>;
  #reportPublished = () => {};

  /**
   * @param onOutcome called with what its publisher does
   * @param onConsole called when its console listens, also after it was started again
   */
  constructor(
    log: ProcessLog,
    onOutcome: (outcome: ReleaseOutcome) => void,
    onConsole: (console: ConsoleOpened) => void = () => {},
  ) {
    this.#log = log;
    this.#onOutcome = onOutcome;
    this.#onConsole = onConsole;
    this.#published = new Promise((resolve) => {
      this.#reportPublished = resolve;
    });
  }

  start(): void {
    this.#fork(0);
    setTimeout(this.#reportPublished, PUBLISHED_MS).unref();
  }

  /** Resolves when the first one has published what is new, has ended, or takes too long. */
  published(): Promise<void> {
    return this.#published;
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
      this.#reportPublished();
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#isClosed) return;
      const pauseMs = restartPause(lastPauseMs, performance.now() - startedAt);
      this.#log.error({ ...why, restart_in_ms: pauseMs }, 'the operations process ended');
      this.#startIn(pauseMs, pauseMs);
    };
    child.on('message', (message) => {
      if (isPublished(message)) this.#reportPublished();
      const outcome = outcomeIn(message);
      if (outcome !== null) this.#onOutcome(outcome);
      const console = consoleIn(message);
      if (console !== null) this.#onConsole(console);
    });
    // Also of a message that could not be sent to one that lives.
    child.on('error', (error) => {
      if (child.pid === undefined) ended({ reason: error.message });
    });
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
