import { RedisLedger } from '../../src/adapters/redis/draws/redis-ledger.ts';
import { openRedis } from '../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../src/adapters/redis/redis-target.ts';
import { openDrawDatabase } from '../../src/adapters/sql/draw-database.ts';
import { SqliteLedger } from '../../src/adapters/sql/draws/sqlite-ledger.ts';
import type { TestStore } from './stores.ts';

/** Makes `secret` (32 bytes, as hex) the seed of an activity that nobody has drawn in yet. */
export async function plantSeed(
  { env, redis }: TestStore,
  activityId: string,
  secret: string,
): Promise<void> {
  if (redis) {
    const target = parseRedisUrl(redis.url);
    if (!target) throw new Error(`not a Redis URL: ${redis.url}`);
    const connection = openRedis(target, { report: () => {} }, 'patient');
    const ledger = new RedisLedger(connection.client);
    await connection.settled();
    await ledger.seed(activityId, secret, 'secret');
    await connection.close();
    return;
  }
  const db = openDrawDatabase(env.DATA_DIR as string);
  await new SqliteLedger(db).seed(activityId, secret, 'secret');
  db.close();
}
