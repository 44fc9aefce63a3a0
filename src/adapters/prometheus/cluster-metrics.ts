import { merged, onlyCounters, type Snapshot, textOf } from './snapshot.ts';

/**
 * The metrics of all workers as one. The counters of a worker that died stay in the totals, as far as they were received:
 * no total that was ever served goes down while the supervisor lives.
 */
export class ClusterMetrics {
  /** The latest counters received of each living worker. */
  readonly #latest = new Map<number, Snapshot>();
  /** The counters of all that have died, added up. */
  #past: Snapshot = [];

  started(workerId: number): void {
    this.#latest.set(workerId, []);
  }

  /** Keeps the latest metrics of a worker. */
  received(workerId: number, snapshot: Snapshot): void {
    if (this.#latest.has(workerId)) this.#latest.set(workerId, onlyCounters(snapshot));
  }

  /** To be called when no more metrics of a worker can come. */
  ended(workerId: number): void {
    const last = this.#latest.get(workerId);
    if (!last) return;
    this.#latest.delete(workerId);
    this.#past = merged([this.#past, last]);
  }

  /**
   * @param answers of the workers that answered just now; of each other one the latest counters count
   * @param own numbers of the supervisor itself
   */
  text(answers: ReadonlyMap<number, Snapshot>, own: Snapshot): Promise<string> {
    const living = [...this.#latest].map(([workerId, latest]) => answers.get(workerId) ?? latest);
    return textOf([...living, own, this.#past]);
  }
}
