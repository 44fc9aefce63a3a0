import type { Clock } from '../../src/domain/shared/clock.ts';
import type { Timer } from '../../src/domain/shared/timer.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/* So many turns of the event loop without a sleeper that woke: what could go on has gone on. */
const QUIET_TURNS = 10;

/**
 * A clock and pauses that pass as fast as what waits for them is done. Only for what waits for these pauses and for
 * nothing outside of the process.
 */
export class VirtualTime implements Clock, Timer {
  readonly #startedAt: number;
  #elapsed = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  now(): number {
    return this.#startedAt + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = {
        at: this.#elapsed + Math.max(0, ms),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });
  }

  /** Lets so much time pass, or less if `done` holds before. */
  async pass(ms: number, done: () => boolean = () => false): Promise<void> {
    const until = this.#elapsed + ms;
    for (;;) {
      for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise(setImmediate);
      if (done()) return;
      let next: Sleeper | undefined;
      for (const sleeper of this.#sleepers) if (!next || sleeper.at < next.at) next = sleeper;
      if (!next || next.at > until) break;
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.wake();
    }
    this.#elapsed = until;
  }
}
