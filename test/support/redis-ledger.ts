import { RedisDrawLog } from '../../src/adapters/redis/draws/redis-draw-log.ts';
import { RedisLedger } from '../../src/adapters/redis/draws/redis-ledger.ts';
import { openRedis } from '../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../src/adapters/redis/redis-target.ts';

/** A ledger in this Redis, with a connection and a memory of its own, as one more process has them. */
export async function openRedisLedger(url: string) {
  const target = parseRedisUrl(url);
  if (!target) throw new Error(`not a Redis URL: ${url}`);
  // The time limit of a command is tested elsewhere; here it would fail on a busy machine.
  const connection = openRedis(target, { report: () => {} }, 'patient');
  await connection.settled();
  return {
    client: connection.client,
    ledger: new RedisLedger(connection.client),
    drawLog: new RedisDrawLog(connection.client),
    close: () => connection.close(),
  };
}
