import type { Activity } from '../../../domain/activities/activity.ts';
import { jsonEdits } from '../../../domain/shared/json-edits.ts';
import type { JsonTexts } from '../../../domain/shared/json-texts.ts';
import { isoInTimezone, nextLocalDay } from '../../../domain/shared/local-time.ts';

const DAY_MS = 24 * 60 * 60_000;

/* Of one without a beginning. */
const LASTS_MS = 7 * DAY_MS;

/* A whole text that is a time with its offset, as `starts_at` is written. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The text of another activity like this one: as long, opening at the next midnight, and each time in it moved with it. What
 * sentences say of dates stays.
 * @param timezone whose midnight
 * @param now milliseconds since the epoch
 */
export function duplicateText(
  texts: JsonTexts,
  text: string,
  { startsAt, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>,
  { title, timezone, now }: { readonly title?: string; readonly timezone: string; readonly now: number },
): string {
  const parsed = texts.parse(text);
  if (!parsed) return text;
  const opens = nextLocalDay(now, timezone);
  const began = startsAt ?? (endsAt === null ? null : endsAt - LASTS_MS);
  const moved = began === null ? parsed.value : inTime(parsed.value, opens - began, timezone);
  const titled = title === undefined ? moved : { ...(moved as object), title };
  return texts.edited(text, jsonEdits(parsed.value, titled));
}

function inTime(value: unknown, byMs: number, timezone: string): unknown {
  if (typeof value === 'string') {
    const at = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? value : isoInTimezone(at + byMs, timezone);
  }
  if (Array.isArray(value)) return value.map((each) => inTime(each, byMs, timezone));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inTime(each, byMs, timezone)]));
}
