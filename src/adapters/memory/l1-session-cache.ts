import { LRUCache } from 'lru-cache';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import type { Session } from '../../domain/visitors/session.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { SessionTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { sessionWeight } from './session-weight.ts';

/* About 50,000 sessions; the least recently used are evicted first. */
const MAX_BYTES = 32 * 1024 * 1024;

/*
 * A burst of requests of one user causes one look-up in L2, and a session that ends in L2 ends here soon after. A
 * session may last longer than its own time by at most a tenth of it.
 */
const MAX_TTL_MS = 30_000;
const SHARE_OF_SESSION_TTL = 0.1;

/**
 * An in-process cache (L1) in front of a session cache that is reached over the network (L2). While L2 is away, `get`
 * returns the sessions in L1, and `put` stores in L1 and then throws.
 */
export class L1SessionCache implements SessionCache {
  readonly #l2: SessionCache;
  readonly #l1: LRUCache<string, Session, string>;
  readonly #telemetry: SessionTelemetry | undefined;

  /**
   * @param sessionTtlSeconds how long L2 keeps sessions
   * @param monotonic a clock in milliseconds that is never set back
   */
  constructor(
    l2: SessionCache,
    sessionTtlSeconds: number,
    monotonic: { now(): number } = performance,
    telemetry?: SessionTelemetry,
  ) {
    this.#l2 = l2;
    this.#telemetry = telemetry;
    this.#l1 = new LRUCache({
      maxSize: MAX_BYTES,
      sizeCalculation: sessionWeight,
      ttl: Math.min(MAX_TTL_MS, sessionTtlSeconds * 1000 * SHARE_OF_SESSION_TTL),
      perf: monotonic,
      // Concurrent calls for one token share a look-up.
      fetchMethod: async (_digest, _stale, { context: token }) => this.#l2.get(token),
      // A look-up still returns its result if a `put` comes first.
      ignoreFetchAbort: true,
    });
  }

  get(token: string): Session | Promise<Session | undefined> {
    const digest = tokenDigest(token);
    const held = this.#l1.get(digest);
    this.#telemetry?.sessionLookedUp('near', held ? 'hit' : 'miss');
    return held ?? this.#l1.fetch(digest, { context: token });
  }

  async put(token: string, session: Session, ttlSeconds: number): Promise<void> {
    this.#l1.set(tokenDigest(token), session);
    await this.#l2.put(token, session, ttlSeconds);
  }
}
