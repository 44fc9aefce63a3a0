import { localDay } from '../../../domain/shared/local-time.ts';

/* Days begin at whole quarters of an hour, whatever the time zone (see `local-time.ts`). */
const QUARTER_MS = 15 * 60_000;
/* No day is longer: the clocks of some zones are set back an hour or two. */
const LONGEST_DAY_QUARTERS = 27 * 4;

/** When the days of a time zone end. Each is looked for once, since asking for a day costs microseconds. */
export class Calendar {
  readonly #timezone: string;
  readonly #ends = new Map<number, number>();

  constructor(timezone: string) {
    this.#timezone = timezone;
  }

  /**
   * @param at the first moment of a day, or any: each is remembered by itself
   * @returns the first moment that belongs to a later day, in milliseconds since the epoch
   */
  endOfDay(at: number): number {
    let end = this.#ends.get(at);
    if (end === undefined) {
      end = this.#find(at);
      this.#ends.set(at, end);
    }
    return end;
  }

  #find(at: number): number {
    const day = localDay(at, this.#timezone);
    const first = Math.floor(at / QUARTER_MS);
    let [same, later] = [first, first + LONGEST_DAY_QUARTERS];
    while (later - same > 1) {
      const middle = Math.floor((same + later) / 2);
      if (localDay(middle * QUARTER_MS, this.#timezone) === day || middle === first) same = middle;
      else later = middle;
    }
    return later * QUARTER_MS;
  }
}
