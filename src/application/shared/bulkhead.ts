/** A call was not made, or not waited for. */
export class BulkheadError extends Error {
  override readonly name = 'BulkheadError';
}

export interface BulkheadLimits {
  /** So many calls are under way at most. A call that nobody waits for any more counts until it ends. */
  readonly atOnce: number;
  /** So many more wait for their turn; none while the latest call that ended has failed or was late. */
  readonly waiting: number;
  /** How long a caller waits, for its turn and for the answer. */
  readonly deadlineMs: number;
}

/**
 * Limits the calls of a dependency. One that hangs keeps a few callers waiting, each until its deadline, and all others go
 * on at once.
 */
export class Bulkhead {
  readonly #limits: BulkheadLimits;
  readonly #queue = new Set<() => void>();
  #underWay = 0;
  #hasFailed = false;

  constructor(limits: BulkheadLimits) {
    this.#limits = limits;
  }

  /**
   * @param leftMs how long this caller waits, if that is less than the deadline
   * @throws BulkheadError if too many calls wait, or the answer is late; the error of the work
   */
  async run<T>(work: () => Promise<T>, leftMs = Number.POSITIVE_INFINITY): Promise<T> {
    const { atOnce, waiting, deadlineMs } = this.#limits;
    const waitMs = Math.min(deadlineMs, leftMs);
    if (waitMs <= 0) throw new BulkheadError('no time is left for a call');
    const mayWait = this.#hasFailed ? 0 : waiting;
    if (this.#underWay >= atOnce && this.#queue.size >= mayWait) {
      throw new BulkheadError(`${this.#underWay} calls are under way, and ${this.#queue.size} wait`);
    }
    const isFirst = this.#underWay < atOnce;
    let timer: NodeJS.Timeout | undefined;
    let leave = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        // A caller who had to wait for a turn, or had little time left, may be late where each call is in time.
        if (isFirst && waitMs === deadlineMs) this.#hasFailed = true;
        reject(new BulkheadError(`no answer within ${waitMs} ms`));
      }, waitMs);
    });
    try {
      const turn = new Promise<T>((resolve) => {
        const begin = () => resolve(this.#counted(work));
        leave = () => this.#queue.delete(begin);
        if (isFirst) begin();
        else this.#queue.add(begin);
      });
      return await Promise.race([turn, late]);
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      const value = await work();
      this.#hasFailed = false;
      return value;
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#next();
    }
  }

  #next(): void {
    for (const begin of this.#queue) {
      this.#queue.delete(begin);
      begin();
      return;
    }
  }
}
