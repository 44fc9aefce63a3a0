/**
 * How long a `Retry-After` asks to wait, in milliseconds; `null` without one that can be read.
 * @param date the answer's `Date`: an HTTP date is meant by the clock that wrote it
 */
export function retryAfterMs(text: unknown, date: unknown, now: number): number | null {
  if (typeof text !== 'string') return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  // `Date.parse` alone takes nearly anything.
  const until = /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const since = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Math.max(0, until - (Number.isNaN(since) ? now : since));
}
