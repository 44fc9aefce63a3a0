import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { WindowSummary } from '../check/launch-summary.ts';

/** How much of a prize is gone, and since when and until when it can be won. */
export interface Pace {
  /** How many there are when all is released; `null`: as many as are won. */
  readonly stock: number | null;
  /** `null` where it is not known. */
  readonly won: number | null;
  /** When the window of the served version began, in milliseconds since the epoch; `null`: it has no beginning. */
  readonly since: number | null;
  /** The window that the new version would have. */
  readonly window: WindowSummary;
}

/* The last year of four digits: a prize that is won once a year may last longer than any date. */
const LATEST = Date.parse('9999-12-01T00:00:00Z');

/**
 * When a prize runs out, if it is won as often as on average so far; ISO 8601 in the time zone of the activity. It is `now` where
 * none is left, and may be after the end. `null` where there is no pace or nothing to run out: no stock is given, none was won yet,
 * the activity is not running, or it has no beginning.
 * @param now milliseconds since the epoch
 */
export function runOut({ stock, won, since, window }: Pace, now: number): string | null {
  if (stock === null || won === null || won === 0) return null;
  if (window.phase !== 'running' || since === null || since >= now) return null;
  const left = Math.max(0, stock - won);
  const at = now + Math.round((left * (now - since)) / won);
  return isoInTimezone(Math.min(at, LATEST), window.timezone);
}
