import { type Dependency, DependencyError } from '../../domain/shared/dependency-error.ts';
import { Bulkhead, BulkheadError, type BulkheadLimits } from './bulkhead.ts';

/** The calls of a dependency: few at a time, and none waits for long. */
export class TimelyCalls {
  readonly #dependency: Dependency;
  readonly #bulkhead: Bulkhead;

  constructor(dependency: Dependency, limits: BulkheadLimits) {
    this.#dependency = dependency;
    this.#bulkhead = new Bulkhead(limits);
  }

  /**
   * @param leftMs how long the caller waits, if that is less than others do
   * @throws DependencyError if too many calls wait, or the answer is late; the error of the work
   */
  async run<T>(work: () => Promise<T>, leftMs?: number): Promise<T> {
    try {
      return await this.#bulkhead.run(work, leftMs);
    } catch (error) {
      if (!(error instanceof BulkheadError)) throw error;
      throw new DependencyError(this.#dependency, error.message, { cause: error });
    }
  }
}
