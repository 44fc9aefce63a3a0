import type { PrizeRule } from './prize-rule.ts';

type Steps = Extract<PrizeRule['release'], readonly unknown[]>;

/** In the order of their times. */
interface Sums {
  readonly times: readonly number[];
  /** What is free from the time at the same place on. */
  readonly freed: readonly number[];
}

const known = new WeakMap<Steps, Sums>();

/**
 * How many the steps of a release have freed. They are summed up once: a prize may have 1,000 steps, and each draw on it
 * asks.
 * @param now milliseconds since the epoch
 */
export function freedBySteps(steps: Steps, now: number): number {
  let sums = known.get(steps);
  if (sums === undefined) {
    sums = sumsOf(steps);
    known.set(steps, sums);
  }
  const { times, freed } = sums;
  // The number of steps up to now.
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= now) low = middle + 1;
    else high = middle;
  }
  return freed[low - 1] ?? 0;
}

function sumsOf(steps: Steps): Sums {
  const inOrder = [...steps].sort((a, b) => a.at - b.at);
  let sum = 0;
  const freed = inOrder.map(({ count }) => {
    sum += count;
    return sum;
  });
  return { times: inOrder.map(({ at }) => at), freed };
}
