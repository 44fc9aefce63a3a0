import { LRUCache } from 'lru-cache';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { SessionTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { sessionWeight } from './session-weight.ts';

/* Some 100,000 sessions; the least used go first. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Sessions in this process alone: the embedded default. A restart forgets them and the passport is asked again. */
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
