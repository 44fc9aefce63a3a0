export interface SlicedWork {
  /** @returns whether the key is to be worked on again, `againAfterMs` later */
  run(key: string): boolean;
  readonly againAfterMs: number;
}

/* What a visitor waits for at most, beside one piece of work that takes longer by itself. */
const SLICE_MS = 4;

/**
 * Works off keys, each once however often it is added while it waits, in slices of a few milliseconds. Between two
 * slices the event loop serves visitors.
 */
export class SliceQueue {
  readonly #work: SlicedWork;
  readonly #ready = new Set<string>();
  /** When each is due, by `performance.now()`. The delay is the same for all, so they stand in this order. */
  readonly #later = new Map<string, number>();
  #slice: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: SlicedWork) {
    this.#work = work;
  }

  /** Has no effect on a key that waits already, be it for its second time. */
  add(key: string): void {
    if (this.#later.has(key)) return;
    this.#ready.add(key);
    this.#slice ??= setImmediate(this.#runSlice).unref();
  }

  /** Forgets what waits. */
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
