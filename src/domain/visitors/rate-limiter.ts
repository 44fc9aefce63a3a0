/** So many uses in every so many seconds. */
export interface RateLimit {
  readonly uses: number;
  readonly windowSeconds: number;
}

export type Permission =
  | { readonly kind: 'granted' }
  /** Whole seconds, at least 1, until the window of the first use is over. */
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

export interface RateLimiter {
  /**
   * Counts one use of `key`, and says whether it is within the limit. A window begins with a key's first use;
   * a refused use does not lengthen it. Processes that share a store count together, give or take a tenth of the
   * limit each. Never rejects: a store that fails is replaced by this process's own count.
   */
  take(key: string): Promise<Permission>;
}
