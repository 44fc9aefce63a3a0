import { LRUCache } from 'lru-cache';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { SessionTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { sessionWeight } from './session-weight.ts';

/* Some 50,000 sessions; the least used go first. */
const MAX_BYTES = 32 * 1024 * 1024;

/*
 * Long enough to take a burst of one user's requests off the far cache, short enough that a session ended
 * there is soon ended here. Never more than a tenth of the session's own time, by which it may outlive it.
 */
const MAX_TTL_MS = 30_000;
const SHARE_OF_SESSION_TTL = 0.1;

/**
 * An in-process tier before a session cache that is reached over the network. While that one is away, what
 * is held here goes on being served, and what is put is held here at least.
 */
export class L1SessionCache implements SessionCache {
  readonly #l2: SessionCache;
  readonly #l1: LRUCache<string, User, string>;
  readonly #telemetry: SessionTelemetry | undefined;

  /**
   * @param sessionTtlSeconds the time for which sessions are put into the far cache
   * @param monotonic milliseconds that never jump
   */
  constructor(
    far: SessionCache,
    sessionTtlSeconds: number,
    monotonic: { now(): number } = performance,
    telemetry?: SessionTelemetry,
  ) {
    this.#l2 = far;
    this.#telemetry = telemetry;
    this.#l1 = new LRUCache({
      maxSize: MAX_BYTES,
      sizeCalculation: sessionWeight,
      ttl: Math.min(MAX_TTL_MS, sessionTtlSeconds * 1000 * SHARE_OF_SESSION_TTL),
      perf: monotonic,
      // At most one look-up of a token at a time; concurrent callers share it.
      fetchMethod: async (_digest, _stale, { context: token }) => this.#l2.get(token),
      // A look-up overtaken by a `put` still has its answer.
      ignoreFetchAbort: true,
    });
  }

  get(token: string): User | Promise<User | undefined> {
    const digest = tokenDigest(token);
    const held = this.#l1.get(digest);
    this.#telemetry?.sessionLookedUp('near', held ? 'hit' : 'miss');
    return held ?? this.#l1.fetch(digest, { context: token });
  }

  async put(token: string, user: User, ttlSeconds: number): Promise<void> {
    this.#l1.set(tokenDigest(token), user);
    await this.#l2.put(token, user, ttlSeconds);
  }
}
