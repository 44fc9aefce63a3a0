/** A duration in the units of a countdown. */
export interface Remaining {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Rounded up, so that it is 0 only when the time has come. */
export function remainingOf(milliseconds: number): Remaining {
  const whole = Math.max(0, Math.ceil(milliseconds / 1000));
  return {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3_600) % 24,
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
  };
}

/** Hours, minutes and seconds in two digits each. */
export function clockOf({ hours, minutes, seconds }: Remaining): readonly string[] {
  return [hours, minutes, seconds].map((part) => String(part).padStart(2, '0'));
}

/**
 * The server's clock, continued by a monotonic counter, so that changes of the phone's clock have no effect.
 *
 * @param serverTime the server's clock in milliseconds
 * @param ticks a monotonic counter of milliseconds
 * @param start its value when the server's clock came
 */
export function serverClock(serverTime: number, ticks: () => number, start: number = ticks()): () => number {
  return () => serverTime + ticks() - start;
}
