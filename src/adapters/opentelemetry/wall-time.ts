/* A clock that was set, or has drifted for days. */
const MOST_APART_MS = 50;

let offset = Date.now() - performance.now();

/**
 * Milliseconds since the epoch, with fractions: within a process, spans are ordered by them, and beside those of another
 * one they are as right as the machine's clock.
 * @param monotonic of `performance.now()`
 */
export function wallTime(monotonic = performance.now()): number {
  const now = performance.now();
  if (Math.abs(Date.now() - now - offset) > MOST_APART_MS) offset = Date.now() - now;
  return offset + monotonic;
}
