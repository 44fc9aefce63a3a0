import { merged, onlyCounters, type Snapshot, textOf } from './snapshot.ts';

/**
 * The metrics of all workers together. The last reported counters of a worker stay in the totals after it has died, so
 * that no total decreases while the supervisor runs.
 */
export class ClusterMetrics {
  /** The latest reported counters of each running worker. */
  readonly #latest = new Map<number, Snapshot>();
  /** The sum of the counters of all workers that have died. */
  #past: Snapshot = [];

  started(workerId: number): void {
    this.#latest.set(workerId, []);
  }

  /** Records the metrics that a worker reported. */
  record(workerId: number, snapshot: Snapshot): void {
    if (this.#latest.has(workerId)) this.#latest.set(workerId, onlyCounters(snapshot));
  }

  /** Call it when a worker can report nothing more. */
  ended(workerId: number): void {
    const last = this.#latest.get(workerId);
    if (!last) return;
    this.#latest.delete(workerId);
    this.#past = merged([this.#past, last]);
  }

  /**
   * @param answers current metrics by worker; for a worker without an answer, its latest counters are used
   * @param own metrics of the supervisor itself
   */
  text(answers: ReadonlyMap<number, Snapshot>, own: Snapshot): Promise<string> {
    const living = [...this.#latest].map(([workerId, latest]) => answers.get(workerId) ?? latest);
    return textOf([...living, own, this.#past]);
  }
}
