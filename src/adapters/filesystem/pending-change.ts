/*
 * A file is read when it has not changed for this time, so that a file that is written in place is not read half
 * written. A file that changes all the time is read now and then.
 */
export const SETTLED_MS = 60;
const MAX_WAIT_MS = 800;

/** A change of a file that has been seen and has not been read. Times are milliseconds of `performance.now()`. */
export class PendingChange {
  #signature: string | null;
  #since: number;
  readonly #first: number;

  constructor(signature: string | null, now: number) {
    this.#signature = signature;
    this.#since = now;
    this.#first = now;
  }

  /** Records the file's signature at this moment. */
  observe(signature: string | null, now: number): void {
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#since = now;
  }

  /** Whether the file is probably complete. */
  isSettled(now: number): boolean {
    return now - this.#since >= SETTLED_MS;
  }

  /** Whether the file is to be read now. */
  isDue(now: number): boolean {
    return this.isSettled(now) || now - this.#first >= MAX_WAIT_MS;
  }
}
