/**
 * Runs at most one `work` a key at a time: whoever comes while it is under way shares its result, or its
 * failure. Nothing is remembered once it has ended.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  /** The work that is under way, if there is one. */
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
