/** A call was not made, or not waited for. */
export class BulkheadError extends Error {
  override readonly name = 'BulkheadError';
}

/* An older failure may be over, even where no call has shown it. */
const FORGET_AFTER_MS = 60_000;

/**
 * Limits how many calls of one dependency are under way, and how long each is waited for. A call that nobody waits for any
 * more still counts until it ends: a dependency that hangs keeps a few callers waiting, and all others go on at once.
 */
export class Bulkhead {
  readonly #most: number;
  readonly #deadlineMs: number;
  #underWay = 0;
  #failedAt: number | null = null;

  constructor({ most, deadlineMs }: { readonly most: number; readonly deadlineMs: number }) {
    this.#most = most;
    this.#deadlineMs = deadlineMs;
  }

  /** Whether no call has failed since the latest that did not, or in the last minute. */
  isWell(): boolean {
    return this.#failedAt === null || performance.now() - this.#failedAt > FORGET_AFTER_MS;
  }

  /** @throws BulkheadError if too many calls are under way, or the work takes too long; the error of the work */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#most) {
      throw new BulkheadError(`${this.#most} calls are under way already`);
    }
    this.#underWay += 1;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const error = new BulkheadError(`no answer within ${this.#deadlineMs} ms`);
      timer = setTimeout(() => reject(error), this.#deadlineMs);
    });
    try {
      const value = await Promise.race([this.#counted(work), late]);
      this.#failedAt = null;
      return value;
    } catch (error) {
      this.#failedAt = performance.now();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
