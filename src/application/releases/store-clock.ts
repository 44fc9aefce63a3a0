/* Two good clocks differ by less more between two answers, 500 ms apart. */
const DRIFT_MS = 0.1;

/**
 * How far the clock of the store is ahead of the one of this process. They count as equal unless answers show that they cannot
 * be: of two processes on one machine, none may begin with a release earlier because its answers take longer.
 */
export class StoreClock {
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  get offsetMs(): number {
    if (this.#least > 0) return this.#least;
    return this.#most < 0 ? this.#most : 0;
  }

  /**
   * An answer of the store that came between `before` and `after` by the clock of this process. A quick one shows more than a
   * slow one, and holds on.
   * @param storeNow cut to whole milliseconds
   */
  observe(storeNow: number, before: number, after: number): void {
    if (after < before) return;
    const [least, most] = [storeNow - after, storeNow + 1 - before];
    this.#least = Math.max(this.#least - DRIFT_MS, least);
    this.#most = Math.min(this.#most + DRIFT_MS, most);
    // One of the clocks was set.
    if (this.#least > this.#most) [this.#least, this.#most] = [least, most];
  }
}
