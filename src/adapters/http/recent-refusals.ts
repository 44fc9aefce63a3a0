import { LRUCache } from 'lru-cache';

/** An answer by which the passport does not accept a token. */
export type Refusal =
  | { readonly kind: 'refused' }
  /** A 4xx other than 401 and 403: the passport works, and rejected the request. */
  | { readonly kind: 'not_taken'; readonly status: number };

/* Many different invalid tokens evict older entries. That costs little: an invented token seldom comes twice. */
const MAX_ENTRIES = 10_000;

/*
 * A client that repeats a refused token costs one call in 5 s. A login makes a new token, which is not affected. A
 * token that becomes valid late is refused for at most 5 s too long.
 */
const REFUSED_MS = 5000;

/* A 4xx may be a short fault of the passport; the time is that of an open breaker. */
const NOT_TAKEN_MS = 1000;

/** The latest refusals, by the digest of the token, each for 5 s or 1 s. */
export class RecentRefusals {
  readonly #entries: LRUCache<string, Refusal>;

  /** @param monotonic a clock in milliseconds that is never set back */
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
