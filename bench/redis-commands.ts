import { Redis } from 'ioredis';
import type { TestRedis } from '../test/support/redis-server.ts';

/** The number of data commands that this Redis has run since it started. */
export async function commandsOf(redis: TestRedis | null): Promise<number> {
  if (!redis) return 0;
  const client = new Redis(redis.url);
  try {
    const stats = await client.info('commandstats');
    const counts = [...stats.matchAll(/^cmdstat_([a-z|_-]+):calls=(\d+)/gm)];
    return counts
      .filter(([, name]) => DATA.has(name ?? ''))
      .reduce((sum, [, , calls]) => sum + Number(calls), 0);
  } finally {
    client.disconnect();
  }
}

const DATA = new Set(['get', 'set', 'evalsha', 'eval', 'hmget', 'hgetall']);
