import type { Activity } from '../../../domain/activities/activity.ts';
import { inAMonth } from './example-instants.ts';
import type { Warn } from './finding.ts';

const MINUTE_MS = 60_000;

/* The last second of a minute, or the last minute of a day: an end that is meant to be counted in. */
const LAST_MOMENT = /T(?:23:59|\d\d:\d\d:59)/;

/** @param now milliseconds since the epoch */
export function checkWindow({ publicData, endsAt }: Activity, warn: Warn, now: number): void {
  if (endsAt === null) return;
  const written = String(publicData.ends_at);
  if (endsAt <= now) warn('ends_at', 'window-over', { at: written, example: inAMonth(now) });
  else if (LAST_MOMENT.test(written)) {
    warn('ends_at', 'ends-too-soon', { at: written, example: nextMinute(endsAt, written) });
  }
}

/* With the offset that was written. */
function nextMinute(at: number, written: string): string {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(written) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  const local = (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS + ahead;
  return `${new Date(local).toISOString().slice(0, 19)}${sign ? `${sign}${hours}:${minutes}` : 'Z'}`;
}
