import { isoInTimezone } from '../../../../src/domain/shared/local-time.ts';

/** Returns a moment with its weekday, as a clock in the zone shows it; `''` for what is none. */
export function sayMoment(iso: unknown, timezone: string, tag: string): string {
  const at = typeof iso === 'string' ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(at)) return '';
  const day = new Intl.DateTimeFormat(tag, {
    ...({ year: 'numeric', month: tag === 'en' ? 'short' : 'long', day: 'numeric' } as const),
    ...({ weekday: 'short', timeZone: timezone } as const),
  }).format(at);
  const local = isoInTimezone(at, timezone);
  return `${day} ${local.slice(11, 16)} (UTC${local.slice(19)})`;
}
