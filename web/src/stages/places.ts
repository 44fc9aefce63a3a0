import type { Prize } from '../activity/activity-data.ts';
import { byTier } from '../activity/prize-stock.ts';
import type { StageOutcome } from './stage.ts';

/** A place of the wheel or of the grid: a prize, or `null` for no win. */
export type Place = Pick<Prize, 'id' | 'name' | 'image'> | null;

/* In a box of 34 around the origin, for a thick line. */
const GIFT =
  'M-11 -1H11V12H-11ZM-13 -7H13V-1H-13ZM0 -7V12M0 -7C-7 -7 -9 -13 -5 -13C-2 -13 0 -10 0 -7ZM0 -7C7 -7 9 -13 5 -13C2 -13 0 -10 0 -7Z';
const LEAF = 'M0 13V-2M0 5C-9 5 -12 -1 -12 -9C-4 -9 0 -4 0 5ZM0 0C0 -8 4 -12 12 -12C12 -4 8 0 0 0Z';

/**
 * The places of a wheel, in the order of the activity: at least six and at most twelve, an even number, so that two
 * papers alternate. Few prizes are repeated; of many, the greatest are taken.
 */
export function wheelPlaces(prizes: readonly Prize[]): readonly Place[] {
  const chosen = greatest(prizes, 11);
  const round: Place[] = [...chosen, null];
  if (round.length < 5) {
    const places = [...round];
    while (places.length < 6) places.push(...round);
    return places;
  }
  // An even number, with the second one opposite the first.
  if (round.length % 2 === 1) round.splice(Math.floor(chosen.length / 2), 0, null);
  return round;
}

/**
 * The eight places of a grid, clockwise from the upper left: two of them no win, as far as the prizes leave room. Where
 * prizes are few, the smallest are repeated first: two cars would promise too much.
 */
export function gridPlaces(prizes: readonly Prize[]): readonly Place[] {
  const places: Place[] = [...greatest(prizes, 7)];
  const smallestFirst = [...places].reverse();
  for (let at = 0; at < smallestFirst.length && places.length < 6; at = (at + 1) % smallestFirst.length) {
    places.push(smallestFirst[at] ?? null);
  }
  if (places.length < 7) places.splice(3, 0, null);
  while (places.length < 8) places.push(null);
  return places;
}

/** The same places, with one for this outcome among them: a prize may have been removed from the activity since. */
export function withPlaceFor(places: readonly Place[], outcome: StageOutcome): readonly Place[] {
  if (placesOf(places, outcome).length > 0) return places;
  const place = outcome.kind === 'won' ? { ...outcome, id: outcome.prizeId } : null;
  const at = spare(places);
  return places.map((each, index) => (index === at ? place : each));
}

/** The indexes of the places that show this outcome. */
export function placesOf(places: readonly Place[], outcome: StageOutcome): readonly number[] {
  const id = outcome.kind === 'won' ? outcome.prizeId : undefined;
  return [...places.keys()].filter((index) => places[index]?.id === id);
}

/** What a stage has landed on, for `data-landed`. */
export function landedOn(outcome: StageOutcome): string {
  return outcome.kind === 'won' ? outcome.prizeId : 'none';
}

/** What is drawn where there is no picture, as an SVG path: a gift for a prize, a leaf for no win. */
export function signOf(won: boolean): string {
  return won ? GIFT : LEAF;
}

/* The greatest by tier; those of one tier in their order. They keep the order of the activity. */
function greatest(prizes: readonly Prize[], count: number): readonly Prize[] {
  if (prizes.length <= count) return prizes;
  const taken = new Set(byTier(prizes).slice(0, count));
  return prizes.filter((prize) => taken.has(prize));
}

/* The last place that is there more than once, so that nothing is lost; else the last prize. */
function spare(places: readonly Place[]): number {
  const ids = places.map((place) => place?.id);
  for (let at = ids.length - 1; at >= 0; at--) {
    if (ids.indexOf(ids[at]) !== at) return at;
  }
  return ids.length - 1 - [...ids].reverse().findIndex((id) => id !== undefined);
}
