type Closer = () => void | Promise<void>;

/** What has been opened and must be closed, the latest first. */
export class Disposer {
  readonly #stack: Closer[] = [];

  push(closer: Closer): void {
    this.#stack.push(closer);
  }

  /** Closes everything, even where one fails; the first failure is thrown afterwards. A second call does nothing. */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (let closer = this.#stack.pop(); closer; closer = this.#stack.pop()) {
      try {
        await closer();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
