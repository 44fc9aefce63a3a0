import { tokenDigest } from '../../../application/shared/token-digest.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import type { SessionCache } from '../../../domain/visitors/session-cache.ts';
import { recordOfUser, type User, userOfRecord } from '../../../domain/visitors/user.ts';
import type { SessionTelemetry } from '../../../domain/visitors/visitor-telemetry.ts';
import type { RedisClient } from '../redis-client.ts';
import { timed } from '../timed.ts';

export interface RedisSessionTelemetry {
  readonly sessions: SessionTelemetry;
  readonly store: StoreTelemetry;
}

/** Sessions in Redis, shared by all processes: `cms:session:<sha256 of the token>` → JSON of the user. */
export class RedisSessionCache implements SessionCache {
  readonly #redis: RedisClient;

  readonly #telemetry: RedisSessionTelemetry | undefined;

  constructor(redis: RedisClient, telemetry?: RedisSessionTelemetry) {
    this.#redis = redis;
    this.#telemetry = telemetry;
  }

  async get(token: string): Promise<User | undefined> {
    try {
      const text = await this.#run('session_get', () => this.#redis.get(keyFor(token)));
      const user = text === null ? undefined : readUser(text);
      this.#telemetry?.sessions.sessionLookedUp('redis', user ? 'hit' : 'miss');
      return user;
    } catch (error) {
      this.#telemetry?.sessions.sessionLookedUp('redis', 'fault');
      throw error;
    }
  }

  async put(token: string, user: User, ttlSeconds: number): Promise<void> {
    const text = JSON.stringify(recordOfUser(user));
    await this.#run('session_put', () => this.#redis.set(keyFor(token), text, 'EX', ttlSeconds));
  }

  /** Does the work and records its time. @throws DependencyError if it fails */
  async #run<T>(operation: 'session_get' | 'session_put', work: () => Promise<T>): Promise<T> {
    try {
      return await timed(this.#telemetry?.store, operation, work);
    } catch (cause) {
      throw new DependencyError('session cache', 'Redis did not answer', { cause });
    }
  }
}

function keyFor(token: string): string {
  return `cms:session:${tokenDigest(token)}`;
}

/* A value that is not a user (an older format, another program's key) counts as missing, and the passport is called. */
function readUser(text: string): User | undefined {
  try {
    return userOfRecord(JSON.parse(text)) ?? undefined;
  } catch {
    return undefined;
  }
}
