import { setImmediate as turnOfLoop } from 'node:timers/promises';
import sinon from 'sinon';

const STEP_MS = 25;

/* What a step begins, a record store on SQLite among it, ends in fewer turns. */
const TURNS = 12;

/** Time that passes only when it is let. Of this process alone: what waits for others would wait for ever. */
export class FakeTime {
  readonly #timers = sinon.useFakeTimers({
    now: Date.parse('2026-11-11T00:00:00Z'),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });

  readonly clock = { now: (): number => Date.now() };

  now(): number {
    return Date.now();
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await this.#timers.tickAsync(Math.min(left, STEP_MS));
      await this.settle();
    }
  }

  /** Lets what can go on go on, while no time passes. */
  async settle(turns = TURNS): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await turnOfLoop();
  }

  /** Lets time pass until this holds, for at most so long. @returns the milliseconds that it took */
  async until(holds: () => boolean | Promise<boolean>, mostMs = 60_000): Promise<number> {
    const from = Date.now();
    while (!(await holds())) {
      if (Date.now() - from > mostMs) throw new Error(`not so within ${mostMs} ms`);
      await this.pass(STEP_MS);
    }
    return Date.now() - from;
  }

  restore(): void {
    this.#timers.restore();
  }
}
