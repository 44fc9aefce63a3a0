/** Totals at a moment. They only grow. */
export interface Totals {
  readonly visits: number;
  readonly draws: number;
  readonly wins: number;
  /** By prize; missing where it is not known. */
  readonly awards?: ReadonlyMap<string, number>;
  /** By the code of the answer; missing where it is not known. */
  readonly refusals?: ReadonlyMap<string, number>;
}

interface Sample extends Totals {
  readonly at: number;
}

export interface Rates {
  readonly visits: number;
  readonly draws: number;
  readonly wins: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** For so long the past is known. */
export const PAST_MS = 10 * MINUTE_MS;

/* A shorter time says little of a prize that is won some times a minute, and enough of one that was won many times in it. */
const LEAST_AWARDS_MS = MINUTE_MS;
const MANY_AWARDS = 30;
const LEAST_OF_MANY_MS = 5 * SECOND_MS;

/** How fast totals grow, by what they were in the last ten minutes. */
export class Pace {
  readonly #samples: Sample[] = [];

  /** @param at milliseconds since the epoch, later than the one before */
  add(at: number, totals: Totals): void {
    // A clock that was set back begins anew.
    if (at <= (this.#samples.at(-1)?.at ?? -1)) this.#samples.length = 0;
    this.#samples.push({ at, ...totals });
    // The first one that is older stays, so that the whole time is covered.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? 0) <= at - PAST_MS) this.#samples.shift();
  }

  /** A second, over the last `ms`; zeros where nothing is known. */
  rates(ms: number): Rates {
    const last = this.#samples.at(-1);
    const first = last && this.#since(last.at - ms);
    if (!first || first.at === last.at) return { visits: 0, draws: 0, wins: 0 };
    const seconds = (last.at - first.at) / SECOND_MS;
    const rate = (name: keyof Rates) => Math.max(0, last[name] - first[name]) / seconds;
    return { visits: rate('visits'), draws: rate('draws'), wins: rate('wins') };
  }

  /** Awards of a prize a millisecond, over the last ten minutes; `null` where too little is known. */
  awardsPerMs(prizeId: string): number | null {
    const last = this.#samples.at(-1);
    const first = this.#samples.find(({ awards }) => awards);
    if (!last?.awards || !first?.awards) return null;
    const grown = Math.max(0, (last.awards.get(prizeId) ?? 0) - (first.awards.get(prizeId) ?? 0));
    const ms = last.at - first.at;
    return ms < (grown < MANY_AWARDS ? LEAST_AWARDS_MS : LEAST_OF_MANY_MS) ? null : grown / ms;
  }

  /** Refusals with this code in the last minute, as far as it is known. */
  refusedLastMinute(code: string): number {
    const last = this.#samples.at(-1);
    const first = last && this.#samples.find(({ at, refusals }) => refusals && at >= last.at - MINUTE_MS);
    return Math.max(0, (last?.refusals?.get(code) ?? 0) - (first?.refusals?.get(code) ?? 0));
  }

  /* The latest one that is not later, or the first. */
  #since(at: number): Sample | undefined {
    let found = this.#samples[0];
    for (const sample of this.#samples) {
      if (sample.at > at) break;
      found = sample;
    }
    return found;
  }
}
