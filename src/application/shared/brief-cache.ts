import type { Clock } from '../../domain/shared/clock.ts';
import { SingleFlight } from './single-flight.ts';

interface Kept<T> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: T;
}

/**
 * Keeps what was made for a key for a moment, and makes it once for all who ask meanwhile: for answers that anyone may
 * ask for, as often as they like. Errors are not kept.
 */
export class BriefCache<T> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #most: number;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #flights = new SingleFlight<T>();

  /** @param most how many values are kept at most; the oldest goes first */
  constructor(clock: Clock, { ms, most }: { readonly ms: number; readonly most: number }) {
    this.#clock = clock;
    this.#ms = ms;
    this.#most = most;
  }

  get(key: string, make: () => Promise<T>): Promise<T> {
    return this.#flights.run(key, async () => {
      const kept = this.#kept.get(key);
      const now = this.#clock.now();
      // A clock that was set back makes nothing last longer.
      if (kept && kept.at <= now && now < kept.at + this.#ms) return kept.value;
      const value = await make();
      this.#kept.delete(key);
      this.#kept.set(key, { at: now, value });
      if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value as string);
      return value;
    });
  }
}
