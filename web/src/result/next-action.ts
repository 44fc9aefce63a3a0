import type { Way, WaySource } from '../activity/activity-data.ts';
import { actionOf, type Delivery } from '../activity/delivery.ts';

/**
 * The one main thing to do after a result: `fill` in the form or `show` the ticket (the delivery's own button), `copy` the
 * redeem code, `claim` behind the prize's link, draw `again`, `earn` another chance, or `close`.
 */
export type NextAction =
  | { readonly kind: 'fill' | 'show' | 'copy' | 'claim' | 'again' | 'close' }
  | { readonly kind: 'earn'; readonly source: WaySource; readonly worth: number };

export interface AfterResult {
  /** Of a win; `null`: nothing is known of it, or nothing was won. */
  readonly delivery: Delivery | null;
  readonly now: number;
  /** Whether the prize has a link to claim it. */
  readonly linked: boolean;
  /** `null`: no limit. */
  readonly chancesLeft: number | null;
  readonly ways: readonly Way[];
}

/** What the win needs leads: a prize that is not claimed is lost. Then another draw, then a way to one. */
export function nextActionOf({ delivery, now, linked, chancesLeft, ways }: AfterResult): NextAction {
  const needed = neededOf(delivery, now);
  if (needed !== null) return { kind: needed };
  if (linked) return { kind: 'claim' };
  if (mayDrawAgain(chancesLeft)) return { kind: 'again' };
  const best = bestWay(ways);
  return best ? { kind: 'earn', source: best.source, worth: best.worth } : { kind: 'close' };
}

/** What a win needs of its winner at once. */
export function neededOf(delivery: Delivery | null, now: number): 'fill' | 'show' | 'copy' | null {
  const wanted = actionOf(delivery, now);
  if (wanted === 'fill' || wanted === 'show') return wanted;
  return delivery?.by === 'code' && delivery.code !== '' ? 'copy' : null;
}

export function mayDrawAgain(chancesLeft: number | null): boolean {
  return chancesLeft === null || chancesLeft > 0;
}

/* Of ways with the same worth, the one that brings a friend. */
const ORDER: readonly WaySource[] = ['invite', 'share', 'sign_in'];

/** The way that earns most at once; `undefined` if all have been used. */
export function bestWay(ways: readonly Way[]): Way | undefined {
  return ways
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.worth - a.worth || ORDER.indexOf(a.source) - ORDER.indexOf(b.source))[0];
}
