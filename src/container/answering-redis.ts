import type { RedisConnection } from '../adapters/redis/redis-connection.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** `null` where SQLite is the store. @throws Error if Redis does not answer */
export async function answeringRedis(get: Get): Promise<RedisConnection | null> {
  const redis = get(tokens.redis);
  await redis?.settled();
  if (redis && !redis.isReady()) throw new Error('Redis does not answer');
  return redis;
}
