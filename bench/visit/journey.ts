/* The model of a user; no clock and no connection. */

/** What a user does between two times of thinking. */
export type Stage = 'open' | 'draw' | 'prizes';

export interface Journey {
  /** Nothing of the page is in the browser's cache. */
  readonly isCold: boolean;
  /** In order, with a time of thinking before each but the first. */
  readonly stages: readonly Stage[];
}

/** From 0 up to and without 1. */
export type Random = () => number;

const MOST_DRAWS = 3;

/* One, two or three draws, each as likely, and the look at the prizes. */
export const MEAN_THINKS = (1 + MOST_DRAWS) / 2 + 1;

/** @param coldShare the share of users that have nothing in their cache */
export function journey(random: Random, coldShare: number): Journey {
  return withDraws(1 + Math.floor(random() * MOST_DRAWS), random() < coldShare);
}

export interface OnTheWay {
  readonly journey: Journey;
  /** The index of the stage that comes next. */
  readonly next: number;
}

/** A journey in which any stage may come next. */
export function journeyOnTheWay(random: Random, coldShare: number): OnTheWay {
  const met = journey(random, coldShare);
  return { journey: met, next: Math.floor(random() * met.stages.length) };
}

/**
 * A journey whose user is thinking, as if the users had been there for long: long journeys are met more often, and each
 * time of thinking is as likely.
 */
export function journeyThinking(random: Random, coldShare: number): OnTheWay {
  const thinks = Array.from({ length: MOST_DRAWS }, (_, index) => index + 2);
  const all = thinks.reduce((sum, count) => sum + count, 0);
  let pick = Math.floor(random() * all);
  for (const [index, count] of thinks.entries()) {
    if (pick < count) return { journey: withDraws(index + 1, random() < coldShare), next: pick + 1 };
    pick -= count;
  }
  throw new Error('random() was not below 1');
}

function withDraws(draws: number, isCold: boolean): Journey {
  const drawn = Array.from({ length: draws }, () => 'draw' as const);
  return { isCold, stages: ['open', ...drawn, 'prizes'] };
}

/** An exponential time. What is left of one that is under way has the same distribution. */
export function thinkMs(random: Random, meanMs: number): number {
  return -meanMs * Math.log(1 - random());
}

/**
 * Users in parallel for so many visits a second, by Little's law. The time of the answers is left out: it is short beside
 * the thinking.
 */
export function usersFor(visitsPerSecond: number, meanThinkMs: number): number {
  return Math.max(1, Math.round((visitsPerSecond * MEAN_THINKS * meanThinkMs) / 1000));
}
