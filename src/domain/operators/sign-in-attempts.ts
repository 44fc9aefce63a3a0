import type { AttemptKey } from './sign-in-pauses.ts';

export type AttemptPermission =
  | { readonly kind: 'granted' }
  /** Whole milliseconds, above 0. */
  | { readonly kind: 'refused'; readonly waitMs: number };

/** Counts attempts to sign in. Every method throws DependencyError if the store does not answer. */
export interface SignInAttempts {
  /**
   * Counts an attempt as failed under each key, before the password is checked, so that of many at the same instant no more
   * are checked than one after another. One that is refused for one key is counted under none. Processes count together.
   */
  begin(keys: readonly AttemptKey[], now: number): Promise<AttemptPermission>;
  /** It was right: the failures of the name are forgotten, and the address has one less. */
  succeeded(keys: readonly AttemptKey[]): Promise<void>;
  /** It was not checked: each has one less. */
  withdrawn(keys: readonly AttemptKey[]): Promise<void>;
}
