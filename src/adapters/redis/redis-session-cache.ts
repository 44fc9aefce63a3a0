import { tokenDigest } from '../../application/token-digest.ts';
import { DependencyFault } from '../../domain/dependency-fault.ts';
import type { SessionCache } from '../../domain/ports/session-cache.ts';
import { recordOfUser, type User, userOfRecord } from '../../domain/user.ts';
import type { RedisClient } from './redis-connection.ts';

/** Sessions in Redis, shared by all processes: `cms:session:<sha256 of the token>` → JSON of the user. */
export class RedisSessionCache implements SessionCache {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async get(token: string): Promise<User | undefined> {
    const text = await answered(this.#redis.get(keyFor(token)));
    return text === null ? undefined : readUser(text);
  }

  async put(token: string, user: User, ttlSeconds: number): Promise<void> {
    await answered(this.#redis.set(keyFor(token), JSON.stringify(recordOfUser(user)), 'EX', ttlSeconds));
  }
}

function keyFor(token: string): string {
  return `cms:session:${tokenDigest(token)}`;
}

/* What is no user (another program's key, an older format) is as good as nothing: the passport is asked. */
function readUser(text: string): User | undefined {
  try {
    return userOfRecord(JSON.parse(text)) ?? undefined;
  } catch {
    return undefined;
  }
}

async function answered<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (cause) {
    throw new DependencyFault('session cache', 'Redis did not answer', { cause });
  }
}
