import { isoInTimezone } from '../../../domain/shared/local-time.ts';

export type Shape = 'flat' | 'evening' | 'spike';

/**
 * When visitors come: pieces of time, each with its share of all visits. Within a piece they come evenly.
 */
export interface Traffic {
  /** Milliseconds since the epoch; one more than there are pieces, rising. */
  readonly edges: Float64Array;
  /** Share of all visits before each edge, from 0 to 1. */
  readonly before: Float64Array;
}

export interface Window {
  /** Milliseconds since the epoch; `endsAt` is exclusive. */
  readonly startsAt: number;
  readonly endsAt: number;
}

const HOUR = 3_600_000;
const SPIKE_MS = 10 * 60_000;
/* Of all visits, so many come in the first ten minutes of a spike. */
const SPIKE_SHARE = 0.6;

/* Visits by the local hour, relative to one another: quiet nights, a lunch hour, the evening's peak. */
const EVENING = [3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 8, 10, 9, 7, 7, 7, 8, 10, 14, 30, 30, 14, 7];

export function trafficOf(shape: Shape, window: Window, timezone: string): Traffic {
  const { startsAt, endsAt } = window;
  if (shape === 'flat') return trafficOfPieces([startsAt, endsAt], [1]);
  if (shape === 'spike') {
    const until = startsAt + SPIKE_MS;
    if (until >= endsAt) return trafficOfPieces([startsAt, endsAt], [1]);
    return trafficOfPieces([startsAt, until, endsAt], [SPIKE_SHARE, 1 - SPIKE_SHARE]);
  }
  // Quarters, since some clocks stand at half an hour or three quarters beside the others.
  const edges = [startsAt];
  const weights: number[] = [];
  for (let at = startsAt; at < endsAt; at = edges.at(-1) as number) {
    const next = Math.min(endsAt, (Math.floor(at / (HOUR / 4)) + 1) * (HOUR / 4));
    weights.push((EVENING[Number(isoInTimezone(at, timezone).slice(11, 13))] as number) * (next - at));
    edges.push(next);
  }
  return trafficOfPieces(edges, weights);
}

/** @param weights how many visits each piece has, in any unit */
export function trafficOfPieces(edges: readonly number[], weights: readonly number[]): Traffic {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const before = new Float64Array(edges.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    before[index + 1] = sum / total;
  }
  before[edges.length - 1] = 1;
  return { edges: Float64Array.from(edges), before };
}

/** The times at which `count` visits come, in their order; to be asked for one after another. */
export class Timeline {
  readonly #traffic: Traffic;
  readonly #count: number;
  #made = 0;
  #piece = -1;
  /** Of the piece: where it begins, its share before, the milliseconds that a whole share lasts in it, its end. */
  #from = 0;
  #low = 0;
  #msOfShare = 0;
  #to = 0;
  #high = 0;

  constructor(traffic: Traffic, count: number) {
    this.#traffic = traffic;
    this.#count = count;
    this.#nextPiece();
  }

  next(): number {
    const share = (this.#made++ + 0.5) / this.#count;
    while (share >= this.#high && this.#piece < this.#traffic.edges.length - 2) this.#nextPiece();
    // Rounding could lead to the very end, which belongs to the piece after.
    return Math.min(this.#to - 1, Math.floor(this.#from + (share - this.#low) * this.#msOfShare));
  }

  #nextPiece(): void {
    const { edges, before } = this.#traffic;
    const piece = ++this.#piece;
    this.#from = edges[piece] as number;
    this.#to = edges[piece + 1] as number;
    this.#low = before[piece] as number;
    this.#high = before[piece + 1] as number;
    this.#msOfShare = (this.#to - this.#from) / (this.#high - this.#low);
  }
}
