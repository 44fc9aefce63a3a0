import { LRUCache } from 'lru-cache';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { SessionTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { sessionWeight } from './session-weight.ts';

/* About 100,000 sessions; the least recently used are evicted first. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Sessions in the memory of this process: the embedded default. After a restart the passport is called again. */
export class MemorySessionCache implements SessionCache {
  readonly #sessions = new LRUCache<string, User>({ maxSize: MAX_BYTES, sizeCalculation: sessionWeight });

  readonly #telemetry: SessionTelemetry | undefined;

  constructor(telemetry?: SessionTelemetry) {
    this.#telemetry = telemetry;
  }

  get(token: string): User | undefined {
    const user = this.#sessions.get(tokenDigest(token));
    this.#telemetry?.sessionLookedUp('memory', user ? 'hit' : 'miss');
    return user;
  }

  async put(token: string, user: User, ttlSeconds: number): Promise<void> {
    this.#sessions.set(tokenDigest(token), user, { ttl: ttlSeconds * 1000 });
  }
}
