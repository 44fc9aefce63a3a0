import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { Bulkhead, BulkheadError } from '../shared/bulkhead.ts';

/*
 * Most of the connections are left to those who only look at their wins. A query of a visitor ends after 1.5 s in any case,
 * and two in turn are answered before nginx gives up, which is after 5 s.
 */
const BULKHEAD = { atOnce: 2, waiting: 500, deadlineMs: 1500 };

/** The calls of the record store for what one kind of visitors asks: few at a time, and none waits for long. */
export class RecordCalls {
  readonly #bulkhead = new Bulkhead(BULKHEAD);

  /**
   * @param leftMs how long the caller waits, if that is less than others do
   * @throws DependencyError if too many calls wait, or the answer is late; the error of the work
   */
  async run<T>(work: () => Promise<T>, leftMs?: number): Promise<T> {
    try {
      return await this.#bulkhead.run(work, leftMs);
    } catch (error) {
      if (!(error instanceof BulkheadError)) throw error;
      throw new DependencyError('record store', error.message, { cause: error });
    }
  }
}
