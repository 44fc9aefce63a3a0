import type { User } from './user.ts';

/** Remembers whose token was verified, so that a returning user costs no question to the passport. */
export interface SessionCache {
  /**
   * The user last put for this token, as it was put; `undefined` if there is none or its time is over. Said at once
   * where it is in memory.
   * @throws DependencyError if the cache cannot say; always by the promise
   */
  get(token: string): User | undefined | Promise<User | undefined>;
  /**
   * Replaces what is held for this token. The entry ends `ttlSeconds` (whole, positive) from now; it may be
   * dropped earlier when room is short. The token itself is never stored, only its SHA-256.
   * @throws DependencyError if it is not known to be kept
   */
  put(token: string, user: User, ttlSeconds: number): Promise<void>;
}
