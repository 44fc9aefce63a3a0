import type { Clock } from '../../../domain/shared/clock.ts';
import { endedWithin } from '../../shared/ended-within.ts';

/* Consoles get a state each second, also while a store hangs. */
const PATIENCE_MS = 900;

/** What a store said last. It is asked again when its last answer has come; while it hangs, callers have what was. */
export class KeptReading<T> {
  readonly #clock: Clock;
  readonly #ask: () => Promise<T>;
  #value: T;
  #awaySince: number | null = null;
  #error: unknown = null;
  #asking: Promise<void> | null = null;
  #isKnown = false;

  /** @param none what holds before the first answer */
  constructor(clock: Clock, none: T, ask: () => Promise<T>) {
    this.#clock = clock;
    this.#value = none;
    this.#ask = ask;
  }

  get value(): T {
    return this.#value;
  }

  /** Whether there ever was an answer. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Since when there is no answer, in milliseconds since the epoch; `null`: there is. */
  get awaySince(): number | null {
    return this.#awaySince;
  }

  /** Why there is no answer. */
  get error(): unknown {
    return this.#error;
  }

  /** Asks, and waits for a while. It does not throw. */
  async renew(): Promise<void> {
    const begunAt = this.#clock.now();
    let isAnswered = false;
    this.#asking ??= this.#renew().finally(() => {
      this.#asking = null;
    });
    await endedWithin(
      PATIENCE_MS,
      this.#asking.then(() => {
        isAnswered = true;
      }),
    );
    if (!isAnswered) this.#awaySince ??= begunAt;
  }

  async #renew(): Promise<void> {
    const begunAt = this.#clock.now();
    try {
      this.#value = await this.#ask();
      this.#isKnown = true;
      this.#awaySince = null;
      this.#error = null;
    } catch (error) {
      this.#awaySince ??= begunAt;
      this.#error = error;
    }
  }
}
