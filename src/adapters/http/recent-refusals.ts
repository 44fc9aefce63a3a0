import { LRUCache } from 'lru-cache';

/** What the passport answers to a token that it will not vouch for. */
export type Refusal =
  | { readonly kind: 'refused' }
  /** A 4xx other than a refusal: the passport is well, and did not take the question. */
  | { readonly kind: 'not_taken'; readonly status: number };

/* Junk that is all different pushes out older entries; it never comes again, so nothing is lost by that. */
const MAX_ENTRIES = 10_000;

/*
 * Long enough that a page or a script that asks over and over costs one call in 5 s. A login makes a new token, which
 * is not held up; a token that the passport is slow to know is refused for 5 s too long at the most.
 */
const REFUSED_MS = 5000;

/* A 4xx may be a passing mistake of the passport's, so it is asked again as soon as after its other faults. */
const NOT_TAKEN_MS = 1000;

/** Remembers the latest refusals for some seconds, by the digest of their token. */
export class RecentRefusals {
  readonly #entries: LRUCache<string, Refusal>;

  /** @param monotonic milliseconds that never jump */
  constructor(monotonic: { now(): number } = performance) {
    this.#entries = new LRUCache({ max: MAX_ENTRIES, ttl: REFUSED_MS, perf: monotonic });
  }

  recall(digest: string): Refusal | undefined {
    return this.#entries.get(digest);
  }

  remember(digest: string, refusal: Refusal): void {
    this.#entries.set(digest, refusal, { ttl: refusal.kind === 'refused' ? REFUSED_MS : NOT_TAKEN_MS });
  }
}
