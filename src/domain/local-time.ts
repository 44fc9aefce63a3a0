interface Formatters {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly offset: Intl.DateTimeFormat;
}

/* Making a formatter costs about a hundred times what using one does, and every draw needs its day. */
const formattersByTimezone = new Map<string, Formatters>();

/** Whether this run-time knows the IANA time zone. */
export function isTimezone(name: string): boolean {
  try {
    formattersFor(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The calendar day, as `2026-11-11`, that a clock in `timezone` shows at `at` (milliseconds since the epoch).
 * @throws RangeError for an unknown time zone
 */
export function localDay(at: number, timezone: string): string {
  return formattersFor(timezone).day.format(at);
}

/**
 * ISO 8601 to the second, with the offset of `timezone`, such as `2026-11-11T10:00:00+08:00`.
 * @throws RangeError for an unknown time zone
 */
export function isoInTimezone(at: number, timezone: string): string {
  const { day, time, offset } = formattersFor(timezone);
  const name = offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // `GMT+08:00`, or bare `GMT` for zero
  return `${day.format(at)}T${time.format(at)}${name.replace('GMT', '') || '+00:00'}`;
}

function formattersFor(timezone: string): Formatters {
  let formatters = formattersByTimezone.get(timezone);
  if (!formatters) {
    const timeZone = timezone;
    formatters = {
      // The Swedish locale writes ISO 8601.
      day: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }),
      time: new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }),
      offset: new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
    };
    formattersByTimezone.set(timezone, formatters);
  }
  return formatters;
}
