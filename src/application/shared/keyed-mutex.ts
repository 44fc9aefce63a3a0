import type { MaybePromise } from './maybe-promise.ts';

/** Runs work with the same key one after the other, in the order of the calls. Other keys do not wait. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => MaybePromise<T>): MaybePromise<T> {
    const before = this.#tails.get(key);
    const mine = before ? before.then(work, work) : work();
    if (!(mine instanceof Promise)) return mine;
    this.#tails.set(key, mine);
    const tidy = () => {
      if (this.#tails.get(key) === mine) this.#tails.delete(key);
    };
    mine.then(tidy, tidy);
    return mine;
  }
}
