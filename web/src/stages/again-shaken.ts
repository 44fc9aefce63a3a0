/* A result is read first; and an arm that swings on is still the shake that drew it. */
const READ_MS = 1_200;
const STILL_MS = 1_500;

/**
 * Distinguishes a shake for the next draw from the end of the one before: the result has been shown for a while, and the
 * phone was still before this shake.
 */
export function againShaken() {
  let shownAt = Number.POSITIVE_INFINITY;
  let lastShake = Number.NEGATIVE_INFINITY;
  return {
    shown(at: number): void {
      shownAt = at;
    },
    /** Call it for each shake. Times are in milliseconds. */
    isNext(at: number): boolean {
      const still = at - lastShake >= STILL_MS;
      lastShake = at;
      return still && at - shownAt >= READ_MS;
    },
  };
}
