/*
 * Far longer than any transaction takes. One that is waited for by what it waits for itself, by a mistake, then fails and
 * does not keep all others for good.
 */
const LONGEST_WAIT_MS = 30_000;

/** Gives turns one at a time, in the order in which they were asked for. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what ends the turn @throws Error if the turn has not come in half a minute */
  async take(): Promise<() => void> {
    const before = this.#last;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Later callers also wait for the turns that were waited for in vain here.
    this.#last = before.then(() => ended);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        end();
        reject(new Error(`another transaction of this process has not ended in ${LONGEST_WAIT_MS} ms`));
      }, LONGEST_WAIT_MS);
    });
    try {
      await Promise.race([before, late]);
      return end;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when all turns have ended that were asked for until now. */
  async ended(): Promise<void> {
    await this.#last;
  }
}
