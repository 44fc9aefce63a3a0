import type { Remaining } from '../activity/countdown.ts';

/** `HH:MM:SS`; `null` from a day on: then a date says more. */
export function clockOf({ days, hours, minutes, seconds }: Remaining): string | null {
  if (days > 0) return null;
  return [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':');
}
