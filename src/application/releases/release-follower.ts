import { ReleaseReader, type ReleaseReaderDependencies } from './release-reader.ts';

export type ReleaseFollowerDependencies = ReleaseReaderDependencies;

const ASK_EVERY_MS = 500;

/* While a publisher of this start is at work, its releases are read as they come. */
const LOADING_EVERY_MS = 250;

/** Keeps the releases of this process up to date with the record store. */
export class ReleaseFollower {
  readonly #deps: ReleaseFollowerDependencies;
  readonly #reader: ReleaseReader;
  readonly #closing = new AbortController();
  /** When the store was last read to its end, by the timer; before, when the process began. */
  #readAt: number;

  constructor(deps: ReleaseFollowerDependencies) {
    this.#deps = deps;
    this.#reader = new ReleaseReader(deps);
    this.#readAt = deps.timer.elapsed();
  }

  /** How far this process has followed the store. */
  get state(): { readonly version: number; readonly secondsSinceRead: number; readonly unreadable: number } {
    const { version, unreadable } = this.#reader;
    return { version, unreadable, secondsSinceRead: (this.#deps.timer.elapsed() - this.#readAt) / 1000 };
  }

  /**
   * Loads what is served, from the store or, where it is away, from the copy.
   * @param published resolves when the publisher that started with this process has published what is new; `null`: there is
   *   none
   */
  async load(published: Promise<void> | null): Promise<void> {
    const { released, timer } = this.#deps;
    await this.#ask();
    if (!this.#reader.hasRead) this.#loadCopy();
    if (published) {
      let isPublished = false;
      void published.then(() => {
        isPublished = true;
      });
      while (!isPublished) {
        await Promise.race([published, timer.sleep(LOADING_EVERY_MS)]);
        await this.#ask();
      }
    }
    const waitMs = released.msUntil(released.settledAt);
    if (waitMs === 0) return;
    await timer.sleep(waitMs);
    // What came meanwhile takes force soon.
    await this.#ask();
  }

  /** At once, and then every 500 ms. */
  start(): void {
    this.#reader.serve();
    void this.#follow();
  }

  close(): void {
    this.#closing.abort();
    this.#reader.close();
  }

  async #follow(): Promise<void> {
    const { timer } = this.#deps;
    const { signal } = this.#closing;
    for (let pauseMs = 0; ; ) {
      await timer.sleep(pauseMs, signal);
      if (signal.aborted) return;
      const begunAt = timer.elapsed();
      await this.#ask();
      pauseMs = Math.max(0, ASK_EVERY_MS - (timer.elapsed() - begunAt));
    }
  }

  /* While the store is away, what is known is served on. */
  async #ask(): Promise<void> {
    try {
      await this.#reader.read();
      this.#readAt = this.#deps.timer.elapsed();
    } catch (error) {
      this.#deps.errorReporter.report('releases cannot be read: the last known ones are served', error);
    }
  }

  #loadCopy(): void {
    const { copy, released } = this.#deps;
    const copied = copy?.load() ?? [];
    for (const { change, releases } of copied) {
      released.take(change, new Map(releases.map((release) => [release.no, release])));
    }
    if (copied.length > 0) released.loaded();
  }
}
