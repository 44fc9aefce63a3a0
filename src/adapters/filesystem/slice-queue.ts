export interface SlicedWork {
  /** @returns whether to run it again for this key, `againAfterMs` later */
  run(key: string): boolean;
  readonly againAfterMs: number;
}

/* The longest time for which a request waits, unless one piece of work takes longer. */
const SLICE_MS = 4;

/**
 * Runs work for keys in slices of a few milliseconds, in the order in which they were added. A key that is added
 * several times while it waits is run once. Between two slices the event loop serves requests.
 */
export class SliceQueue {
  readonly #work: SlicedWork;
  readonly #ready = new Set<string>();
  /** When each is due, in milliseconds of `performance.now()`, ascending: the delay is the same for all. */
  readonly #later = new Map<string, number>();
  #slice: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: SlicedWork) {
    this.#work = work;
  }

  /** Has no effect on a key that is waiting, also if it waits to be run again. */
  add(key: string): void {
    if (this.#later.has(key)) return;
    this.#ready.add(key);
    this.#slice ??= setImmediate(this.#runSlice).unref();
  }

  /** Removes all waiting keys. */
  close(): void {
    clearImmediate(this.#slice);
    clearTimeout(this.#timer);
    this.#ready.clear();
    this.#later.clear();
  }

  readonly #runSlice = (): void => {
    this.#slice = undefined;
    const until = performance.now() + SLICE_MS;
    for (const key of this.#ready) {
      this.#ready.delete(key);
      if (this.#work.run(key)) this.#addLater(key);
      if (performance.now() >= until) break;
    }
    if (this.#ready.size > 0) this.#slice ??= setImmediate(this.#runSlice).unref();
  };

  #addLater(key: string): void {
    this.#ready.delete(key);
    this.#later.set(key, performance.now() + this.#work.againAfterMs);
    this.#timer ??= setTimeout(this.#wake, this.#work.againAfterMs).unref();
  }

  readonly #wake = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    for (const [key, due] of this.#later) {
      if (due > now) {
        this.#timer = setTimeout(this.#wake, Math.ceil(due - now)).unref();
        return;
      }
      this.#later.delete(key);
      this.add(key);
    }
  };
}
