import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import { SingleFlight } from '../shared/single-flight.ts';

/* A win reaches the record store within half a second. After that the visitor is asked to try again. */
const ARRIVES_WITHIN_MS = 2000;
const LOOK_EVERY_MS = 100;

/** Waits for wins that the ledger has and the record store has not yet. */
export class Arrivals<Win> {
  readonly #timer: Timer;
  /* Calls for the same win share one wait. */
  readonly #flights = new SingleFlight<Win>();

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /**
   * @param look resolves to `undefined` while the win is not there
   * @throws DependencyError if it does not come; the error of `look`
   */
  of(activityId: string, drawId: string, look: () => Promise<Win | undefined>): Promise<Win> {
    return this.#flights.run(`${activityId}:${drawId}`, () => this.#arrival(look));
  }

  async #arrival(look: () => Promise<Win | undefined>): Promise<Win> {
    const giveUpAt = this.#timer.elapsed() + ARRIVES_WITHIN_MS;
    while (this.#timer.elapsed() < giveUpAt) {
      await this.#timer.sleep(LOOK_EVERY_MS);
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new DependencyError('record store', `a win has not arrived within ${ARRIVES_WITHIN_MS} ms`);
  }
}
