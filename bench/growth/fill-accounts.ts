import { Redis } from 'ioredis';
import { RedisLedger } from '../../src/adapters/redis/draws/redis-ledger.ts';
import { openRedis } from '../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../src/adapters/redis/redis-target.ts';
import { RedisSessionCache } from '../../src/adapters/redis/sessions/redis-session-cache.ts';
import { NO_DRAWS } from '../../src/domain/draws/account.ts';
import type { TestRedis } from '../../test/support/redis-server.ts';
import { sessionOf } from '../../test/support/sample-session.ts';
import { until } from '../../test/support/until.ts';
import { OWN_PRIZE } from './files.ts';
import { redisBytes } from './probes.ts';

const AT_ONCE = 4096;
const SESSION_SECONDS = 259_200;
const DAY_MS = 86_400_000;

/** Bytes of Redis for each user. */
export interface Filled {
  readonly accountBytes: number;
  readonly sessionBytes: number;
}

/**
 * Gives the users `u1`, `u2` … an account with one draw, of the day before, and one win, and a session, by the service's
 * own adapters. The Redis keeps no file meanwhile, and one of every second from then on.
 */
export async function fillAccounts(redis: TestRedis, activityId: string, users: number): Promise<Filled> {
  const target = parseRedisUrl(redis.url);
  if (!target) throw new Error(`not a Redis URL: ${redis.url}`);
  const connection = openRedis(target, { report: () => {} }, 'patient');
  await connection.settled();
  const ledger = new RedisLedger(connection.client);
  const sessions = new RedisSessionCache(connection.client);
  const { no: seedNo, epoch } = await ledger.seed(activityId, 'ab'.repeat(32), 'secret');
  const at = Date.now() - DAY_MS;
  const day = new Date(at).toISOString().slice(0, 10);
  const candidates = [{ prizeId: OWN_PRIZE, limit: null, cost: 0, endsStreak: false }];

  const before = await redisBytes(redis);
  await each(users, async (number) => {
    const id = String(number).padStart(12, '0');
    const own = { uid: `u${number}`, requestId: `fill-${id}`, drawId: `00000000-0000-4000-8000-${id}` };
    const rules = { seedNo, epoch, rulesNo: 1, day, usesEarned: false, at, candidates, budget: null };
    await ledger.commit({ activityId, segments: 1, draws: NO_DRAWS, ...own, ...rules });
  });
  const withAccounts = await redisBytes(redis);
  await each(users, (number) =>
    sessions.put(
      `demo-u${number}@1000`,
      sessionOf({ uid: `u${number}`, zoneId: '1000', profile: {} }),
      SESSION_SECONDS,
    ),
  );
  const withSessions = await redisBytes(redis);
  await connection.close();
  await keepFile(redis);
  return {
    accountBytes: (withAccounts - before) / users,
    sessionBytes: (withSessions - withAccounts) / users,
  };
}

async function each(users: number, work: (number: number) => Promise<unknown>): Promise<void> {
  for (let from = 1; from <= users; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, users - from + 1);
    await Promise.all(Array.from({ length: count }, (_, index) => work(from + index)));
  }
}

async function keepFile({ url }: TestRedis): Promise<void> {
  const client = new Redis(url);
  await client.config('SET', 'appendfsync', 'everysec');
  await client.config('SET', 'appendonly', 'yes');
  const isWritten = async () =>
    /aof_rewrite_in_progress:0\s+aof_rewrite_scheduled:0/.test(await client.info('persistence'));
  await until(isWritten, { what: 'Redis to write its file' });
  client.disconnect();
}
