/**
 * A value, or the promise of one. Most visits find all values in memory, and a promise for each step would be most of
 * the cost of such a visit.
 */
export type MaybePromise<T> = T | Promise<T>;

/** Calls `next` with the value: at once, or when the promise resolves. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
