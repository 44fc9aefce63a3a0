import { tokenDigest } from '../../../application/shared/token-digest.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import type { Session } from '../../../domain/visitors/session.ts';
import type { SessionCache } from '../../../domain/visitors/session-cache.ts';
import type { SessionTelemetry } from '../../../domain/visitors/visitor-telemetry.ts';
import type { RedisClient } from '../redis-client.ts';
import { timed } from '../timed.ts';
import { readSession, sessionText } from './session-text.ts';

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

  async get(token: string): Promise<Session | undefined> {
    try {
      const text = await this.#run('session_get', () => this.#redis.get(keyFor(token)));
      const session = text === null ? undefined : readSession(text);
      this.#telemetry?.sessions.sessionLookedUp('redis', session ? 'hit' : 'miss');
      return session;
    } catch (error) {
      this.#telemetry?.sessions.sessionLookedUp('redis', 'fault');
      throw error;
    }
  }

  async put(token: string, session: Session, ttlSeconds: number): Promise<void> {
    const text = sessionText(session);
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
