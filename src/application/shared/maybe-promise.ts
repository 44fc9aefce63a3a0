/**
 * Something that is there already, or will be. Most visits find all they need in memory, and a promise for each step
 * of each of them is most of what they would cost.
 */
export type MaybePromise<T> = T | Promise<T>;

/** What `next` makes of it, as soon as it is there. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
