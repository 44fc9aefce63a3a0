import { Redis } from 'ioredis';
import type { TestRedis } from '../test/support/redis-server.ts';

/** How many commands this Redis has been sent since it started; what a script does by itself does not count. */
export async function commandsOf(redis: TestRedis | null): Promise<number> {
  if (!redis) return 0;
  const client = new Redis(redis.url);
  try {
    const stats = await client.info('commandstats');
    const counts = [...stats.matchAll(/^cmdstat_([a-z|_-]+):calls=(\d+)/gm)];
    return counts
      .filter(([, name]) => SENT.has(name ?? ''))
      .reduce((sum, [, , calls]) => sum + Number(calls), 0);
  } finally {
    client.disconnect();
  }
}

/* Those that a client sends here; others are what the scripts are made of. */
const SENT = new Set(['get', 'set', 'evalsha', 'eval', 'hmget', 'hgetall']);
