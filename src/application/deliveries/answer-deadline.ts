import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Timer } from '../../domain/shared/timer.ts';

/* nginx waits 5 s for an answer. One that comes later is lost, also if it says that something was recorded. */
const ANSWER_WITHIN_MS = 4000;

/** Until when a visitor gets an answer, whatever number of steps it takes. */
export class AnswerDeadline {
  readonly #timer: Timer;
  readonly #giveUpAt: number;

  constructor(timer: Timer) {
    this.#timer = timer;
    this.#giveUpAt = timer.elapsed() + ANSWER_WITHIN_MS;
  }

  /** At least 0. */
  leftMs(): number {
    return Math.max(0, this.#giveUpAt - this.#timer.elapsed());
  }

  /** The work goes on by itself afterwards: what it must not begin too late asks `leftMs`. @throws DependencyError */
  async keep<T>(work: Promise<T>): Promise<T> {
    const answered = new AbortController();
    const late = this.#timer.sleep(this.leftMs(), answered.signal).then(() => {
      throw new DependencyError('record store', `no answer within ${ANSWER_WITHIN_MS} ms`);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      answered.abort();
    }
  }
}
