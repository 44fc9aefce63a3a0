import { merged, onlyCounters, type Snapshot, textOf } from './snapshot.ts';

/**
 * The numbers of all workers as one. What a worker has counted stays counted when it dies, as far as it was
 * heard of: no total that was ever told goes down while the supervisor lives.
 */
export class ClusterMetrics {
  /** The latest counters heard of each living worker. */
  readonly #latest = new Map<number, Snapshot>();
  /** The counters of all that have died, added up. */
  #past: Snapshot = [];

  started(workerId: number): void {
    this.#latest.set(workerId, []);
  }

  /** Remembers what a worker has told. */
  heard(workerId: number, snapshot: Snapshot): void {
    if (this.#latest.has(workerId)) this.#latest.set(workerId, onlyCounters(snapshot));
  }

  /** To be called when nothing more can be heard of a worker. */
  ended(workerId: number): void {
    const last = this.#latest.get(workerId);
    if (!last) return;
    this.#latest.delete(workerId);
    this.#past = merged([this.#past, last]);
  }

  /**
   * @param answers of the workers that answered just now; of each other one the latest counters heard count
   * @param own numbers of the supervisor itself
   */
  text(answers: ReadonlyMap<number, Snapshot>, own: Snapshot): Promise<string> {
    const living = [...this.#latest].map(([workerId, latest]) => answers.get(workerId) ?? latest);
    return textOf([...living, own, this.#past]);
  }
}
