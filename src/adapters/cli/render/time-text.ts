import { isoInTimezone } from '../../../domain/shared/local-time.ts';

/** Such as `2026-11-11 20:00:00 +08:00`. */
export function timeText(at: number, timezone: string): string {
  return `${clockText(at, timezone)} ${offsetText(at, timezone)}`;
}

/** Such as `2026-11-11 20:00:00`. */
export function clockText(at: number, timezone: string): string {
  return isoInTimezone(at, timezone).slice(0, 19).replace('T', ' ');
}

/** Such as `+08:00`. */
export function offsetText(at: number, timezone: string): string {
  return isoInTimezone(at, timezone).slice(19);
}
