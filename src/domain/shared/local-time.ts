const offsetNames = new Map<string, Intl.DateTimeFormat>();

/* Clocks change at whole quarters of an hour, so the offset is constant within a quarter. */
const QUARTER_MS = 15 * 60_000;

const DAY_MS = 24 * 60 * 60_000;
const DAY_SECONDS = DAY_MS / 1000;

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => `${number}`.padStart(2, '0'));

/* The quarters of ten days in one time zone; most draws are of the present. */
const MAX_OFFSETS = 1000;

const offsets = new Map<string, Quarter>();

interface Offset {
  readonly milliseconds: number;
  /** As ISO 8601 writes it, such as `+08:00`. */
  readonly text: string;
}

/** What stays constant on a clock for a quarter of an hour. */
interface Quarter extends Offset {
  readonly timezone: string;
  /** Number of quarters since the epoch. */
  readonly no: number;
  /** The calendar day; `null` where midnight may fall within the quarter, as on some clocks before 1972. */
  readonly day: string | null;
}

/** Whether this run-time knows the IANA time zone. */
export function isTimezone(name: string): boolean {
  try {
    offsetAt(0, name);
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
  const quarter = offsetAt(at, timezone);
  return quarter.day ?? dayOf(at, quarter);
}

/**
 * ISO 8601 to the second, with the offset of `timezone`, such as `2026-11-11T10:00:00+08:00`.
 * @throws RangeError for an unknown time zone
 */
export function isoInTimezone(at: number, timezone: string): string {
  const quarter = offsetAt(at, timezone);
  if (quarter.day === null) return `${shifted(at, quarter).slice(0, 19)}${quarter.text}`;
  // An answer may have 50 of them, and a `Date` takes ten times as long.
  const local = Math.floor((at + quarter.milliseconds) / 1000);
  // Before 1970 the remainder is negative.
  const second = ((local % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${quarter.day}T${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes]}:${TWO_DIGITS[second % 60]}${quarter.text}`;
}

/** The same to the millisecond, such as `2026-11-11T10:00:00.007+08:00`. @throws RangeError as `isoInTimezone` */
export function exactIsoInTimezone(at: number, timezone: string): string {
  const offset = offsetAt(at, timezone);
  return `${shifted(at, offset).slice(0, 23)}${offset.text}`;
}

/**
 * When the next calendar day begins in `timezone`, in milliseconds since the epoch.
 * @throws RangeError for an unknown time zone
 */
export function nextLocalDay(at: number, timezone: string): number {
  return endOfLocalDay(localDay(at, timezone), timezone);
}

/**
 * When the calendar day after `day` (such as `2026-11-11`) begins in `timezone`, in milliseconds since the epoch.
 * @throws RangeError for an unknown time zone
 */
export function endOfLocalDay(day: string, timezone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  // First by an approximate offset, then by the exact one: clocks may change in between.
  let start =
    midnight - offsetAt(midnight - offsetAt(midnight, timezone).milliseconds, timezone).milliseconds;
  // Where midnight is skipped, the day begins with its first quarter.
  while (localDay(start, timezone) <= day) start += QUARTER_MS;
  while (localDay(start - QUARTER_MS, timezone) > day) start -= QUARTER_MS;
  return start;
}

function shifted(at: number, { milliseconds }: Offset): string {
  return new Date(at + milliseconds).toISOString();
}

/* A call of `Intl` takes some microseconds, and a draw needs the day and the time of each prize. */
function offsetAt(at: number, timezone: string): Quarter {
  const no = Math.floor(at / QUARTER_MS);
  if (latest?.no === no && latest.timezone === timezone) return latest;
  const key = `${timezone} ${no}`;
  latest = offsets.get(key);
  if (latest) return latest;
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  latest = askQuarter(no, timezone);
  offsets.set(key, latest);
  return latest;
}

/* Most calls are about the present, in one time zone. */
let latest: Quarter | undefined;

function askQuarter(no: number, timezone: string): Quarter {
  const at = no * QUARTER_MS;
  const offset = askOffset(at, timezone);
  const day = offset.milliseconds % QUARTER_MS === 0 ? dayOf(at, offset) : null;
  return { ...offset, timezone, no, day };
}

function dayOf(at: number, offset: Offset): string {
  return shifted(at, offset).slice(0, 10);
}

function askOffset(at: number, timezone: string): Offset {
  let names = offsetNames.get(timezone);
  if (!names) {
    names = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
    offsetNames.set(timezone, names);
  }
  const name = names.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // `GMT+08:00`, with seconds for some clocks before 1972, or bare `GMT` for zero.
  const [, sign = '+', hours = '00', minutes = '00', seconds = '00'] =
    /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  const total = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return { milliseconds: sign === '-' ? -total : total, text: `${sign}${hours}:${minutes}` };
}
