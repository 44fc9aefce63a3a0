import { isoInTimezone, isTimezone } from '../../../../src/domain/shared/local-time.ts';

/* That of the service where a text names none. */
export const USUAL_TIMEZONE = 'Asia/Shanghai';

/** Returns the zone if this browser knows it, else the usual one. */
export const knownTimezone = (name: unknown): string =>
  typeof name === 'string' && isTimezone(name) ? name : USUAL_TIMEZONE;

/** Returns an instant as a clock in the zone shows it, for `<input type="datetime-local">`; `''` for none. */
export function wallClock(iso: unknown, timezone: string): string {
  const at = typeof iso === 'string' ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(at)) return '';
  const local = isoInTimezone(at, timezone).slice(0, 19);
  return local.endsWith(':00') ? local.slice(0, 16) : local;
}

/** Returns the instant that a clock in the zone shows so, with its offset; `null` for what is no time. */
export function instantOf(wall: string, timezone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  // First by the offset of about then, then by the exact one: clocks may change in between.
  const about = asUtc - offsetAt(asUtc, timezone);
  return isoInTimezone(asUtc - offsetAt(about, timezone), timezone);
}

function offsetAt(at: number, timezone: string): number {
  const local = isoInTimezone(at, timezone);
  return Date.parse(`${local.slice(0, 19)}Z`) - Math.floor(at / 1000) * 1000;
}
