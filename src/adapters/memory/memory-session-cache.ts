import { LRUCache } from 'lru-cache';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import type { Session } from '../../domain/visitors/session.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { SessionTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { sessionWeight } from './session-weight.ts';

/* About 100,000 sessions; the least recently used are evicted first. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Sessions in the memory of this process: the embedded default. After a restart the passport is called again. */
export class MemorySessionCache implements SessionCache {
  readonly #sessions = new LRUCache<string, Session>({ maxSize: MAX_BYTES, sizeCalculation: sessionWeight });

  readonly #telemetry: SessionTelemetry | undefined;

  constructor(telemetry?: SessionTelemetry) {
    this.#telemetry = telemetry;
  }

  get(token: string): Session | undefined {
    const session = this.#sessions.get(tokenDigest(token));
    this.#telemetry?.sessionLookedUp('memory', session ? 'hit' : 'miss');
    return session;
  }

  async put(token: string, session: Session, ttlSeconds: number): Promise<void> {
    this.#sessions.set(tokenDigest(token), session, { ttl: ttlSeconds * 1000 });
  }
}
