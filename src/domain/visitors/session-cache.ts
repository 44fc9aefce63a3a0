import type { Session } from './session.ts';

/** Keeps the sessions of verified tokens, so that a returning user needs no call to the passport. */
export interface SessionCache {
  /**
   * Returns the session that was last put for this token; `undefined` if there is none or it has expired. The result is a
   * promise only where it is not in memory. Whether the session was ended is not the cache's to know.
   * @throws DependencyError if the cache does not answer, as a rejected promise only
   */
  get(token: string): Session | undefined | Promise<Session | undefined>;
  /**
   * Replaces the entry of this token atomically. It expires `ttlSeconds` (a whole number, at least 1) from now, or earlier
   * when memory is short. The store gets the SHA-256 of the token, not the token.
   * @throws DependencyError if the cache does not confirm the write
   */
  put(token: string, session: Session, ttlSeconds: number): Promise<void>;
}
