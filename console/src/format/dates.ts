const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dayOf = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const daysBetween = (from: Date, to: Date): number => Math.round((dayOf(to) - dayOf(from)) / DAY);

/** As people say it: "3 minutes ago", "today 14:03", "tomorrow 10:00", "Nov 11, 10:00"; the year where it is another. */
export function sayDate(date: Date, now: Date, tag: string): string {
  const distance = date.getTime() - now.getTime();
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  if (Math.abs(distance) < MINUTE) return tag === 'en' ? 'just now' : '刚刚';
  if (Math.abs(distance) < HOUR) return relative.format(Math.trunc(distance / MINUTE), 'minute');
  const time = timeFormat(tag).format(date);
  const days = daysBetween(now, date);
  if (Math.abs(days) <= 1) {
    const day = relative.format(days, 'day');
    return `${day} ${time}`;
  }
  return shortDate(date, now, tag);
}

/** "Nov 11, 10:00"; the year where it is another. In the time zone of the browser where none is given. */
export function shortDate(date: Date, now: Date, tag: string, zone?: string): string {
  return new Intl.DateTimeFormat(tag, {
    ...dayOptions(date, now, tag, zone),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
}

/** As `shortDate`, without the time where it is a midnight: most activities begin with a day. */
export function shortDay(date: Date, now: Date, tag: string, zone?: string): string {
  const isMidnight = timeFormat('en', zone).format(date) === '00:00';
  if (!isMidnight) return shortDate(date, now, tag, zone);
  return new Intl.DateTimeFormat(tag, dayOptions(date, now, tag, zone)).format(date);
}

const dayOptions = (date: Date, now: Date, tag: string, zone?: string): Intl.DateTimeFormatOptions => ({
  ...(yearOf(date, zone) === yearOf(now, zone) ? {} : { year: 'numeric' }),
  ...({ month: tag === 'en' ? 'short' : 'long', day: 'numeric', timeZone: zone } as const),
});

const yearOf = (date: Date, zone?: string): string =>
  new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: zone }).format(date);

const timeFormat = (tag: string, zone?: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });

/** To the second, with the zone: for hover. */
export function exactDate(date: Date, tag: string, zone?: string): string {
  const day = new Intl.DateTimeFormat(tag, {
    year: 'numeric',
    month: tag === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: zone,
  }).format(date);
  const time = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(date);
  return `${day} ${time} (${offsetOf(date, tag, zone)}${zone ? `, ${zone}` : ''})`;
}

/** "GMT+08:00". */
function offsetOf(date: Date, tag: string, zone?: string): string {
  const parts = new Intl.DateTimeFormat(tag, { timeZoneName: 'longOffset', timeZone: zone }).formatToParts(
    date,
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', 1000],
] as const;

/* So far away, nobody counts hours. */
const DAYS_ALONE = 7;

/** The two largest units: "2 days 3 hours", "45 seconds", "30 days". */
export function sayDuration(milliseconds: number, tag: string): string {
  const whole = Math.max(0, milliseconds);
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return sayUnit(0, 'second', tag);
  const parts: string[] = [];
  let rest = whole;
  const units = whole >= DAYS_ALONE * DAY ? 1 : 2;
  for (const [unit, size] of UNITS.slice(first, first + units)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(sayUnit(count, unit, tag));
  }
  return parts.join(' ');
}

const sayUnit = (count: number, unit: string, tag: string): string =>
  new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
