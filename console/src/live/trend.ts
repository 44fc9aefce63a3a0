/** Below this many a second, a change in percent would only be noise. */
const LEAST_PER_SECOND = 0.2;

/** How the last ten seconds compare with the last five minutes, as a share of 1; `null` where that says nothing. */
export function trendOf(now: number, before: number): number | null {
  if (before < LEAST_PER_SECOND) return null;
  const change = now / before - 1;
  return Math.abs(change) < 0.005 ? 0 : change;
}
