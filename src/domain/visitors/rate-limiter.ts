/** At most `uses` in each window. */
export interface RateLimit {
  readonly uses: number;
  readonly windowSeconds: number;
}

export type Permission =
  | { readonly kind: 'granted' }
  /** Whole seconds, at least 1, until the window ends. */
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** Limits how often keys are used. */
export interface RateLimiter {
  /**
   * Counts one use of `key` and returns whether it is within the limit. A window begins with a key's first use;
   * a refused use does not lengthen it. Processes that share a store count together, give or take a tenth of the
   * limit each. It does not reject: while the store fails, this process counts alone.
   */
  take(key: string): Permission | Promise<Permission>;
}
