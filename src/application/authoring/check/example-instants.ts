import { isoInTimezone } from '../../../domain/shared/local-time.ts';

const DAY_MS = 24 * 60 * 60_000;

/* By the clock of those who plan the activities. */
const TIMEZONE = 'Asia/Shanghai';

/** The beginning of the day after, as a file has it. @param now milliseconds since the epoch */
export function tomorrow(now: number): string {
  return `${isoInTimezone(now + DAY_MS, TIMEZONE).slice(0, 10)}T00:00:00+08:00`;
}

/** The same a month later. */
export function inAMonth(now: number): string {
  return tomorrow(now + 30 * DAY_MS);
}
