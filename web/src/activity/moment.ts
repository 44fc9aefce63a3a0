import { languageNow } from '../words/words.ts';

/* `hourCycle`, because with `hour12: false` some web views show midnight as 24:00. */
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const FORMATS = {
  minute: { month: 'long', day: 'numeric', ...CLOCK },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  clock: CLOCK,
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

function formatted(name: keyof typeof FORMATS, milliseconds: number): string {
  const key = `${languageNow()} ${name}`;
  const format = made.get(key) ?? new Intl.DateTimeFormat(languageNow(), FORMATS[name]);
  made.set(key, format);
  return format.format(milliseconds);
}

/** A time in the phone's time zone: `11月11日 10:00`, with its year where that is not the year of `now`. */
export function minuteOf(milliseconds: number, now: number): string {
  const isThisYear = new Date(milliseconds).getFullYear() === new Date(now).getFullYear();
  return isThisYear ? formatted('minute', milliseconds) : fullMomentOf(milliseconds);
}

/** A time with the year, in the phone's time zone: `2026年11月11日 10:00`. */
export function fullMomentOf(milliseconds: number): string {
  return `${formatted('date', milliseconds)} ${formatted('clock', milliseconds)}`;
}
