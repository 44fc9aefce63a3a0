/**
 * Runs at most one `work` per key at a time. Callers that come meanwhile share its result or its error. Nothing is kept
 * after it has ended.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  /** The work that is running; `undefined` if there is none. */
  current(key: string): Promise<T> | undefined {
    return this.#flights.get(key);
  }

  run(key: string, work: () => Promise<T>): Promise<T> {
    const underway = this.#flights.get(key);
    if (underway) return underway;
    const flight = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
