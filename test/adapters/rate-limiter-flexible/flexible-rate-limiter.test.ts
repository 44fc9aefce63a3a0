import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect } from 'chai';
import {
  memoryRateLimiter,
  redisRateLimiter,
  unlimited,
} from '../../../src/adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { openRedis } from '../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../../src/adapters/redis/redis-target.ts';
import type { RateLimit, RateLimiter } from '../../../src/domain/visitors/rate-limiter.ts';
import { describeRateLimiter } from '../../contracts/rate-limiter.ts';
import { startRedisCluster } from '../../support/redis-cluster.ts';
import { startRedis } from '../../support/redis-server.ts';

async function connect(url: string) {
  const target = parseRedisUrl(url);
  if (!target) throw new Error(`not a Redis URL: ${url}`);
  const connection = openRedis(target, { report: () => {} });
  await connection.settled();
  // The first command must not share a pipeline with a script that is defined later.
  await turnOfTheLoop();
  return connection;
}

type Server = { readonly url: string; stop(): Promise<void> };

/** Limiters that share one server, each with its own keys. */
function limitersIn(start: () => Promise<Server>) {
  let server: Promise<Server> | undefined;
  let serial = 0;
  after(async () => (await server)?.stop());
  return async (limit: RateLimit) => {
    server ??= start();
    const connection = await connect((await server).url);
    const limiter = redisRateLimiter(limit, connection.client, `rate-${serial++}`);
    return { limiter, close: () => connection.close() };
  };
}

async function grantedUses(limiter: RateLimiter, times: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: times }, () => limiter.take('a1:ann')));
  return all.filter(({ kind }) => kind === 'granted').length;
}

describeRateLimiter({
  name: 'memory',
  create: async (limit) => ({ limiter: memoryRateLimiter(limit), close: async () => {} }),
});
describeRateLimiter({ name: 'Redis', create: limitersIn(startRedis) });
describeRateLimiter({ name: 'Redis Cluster', create: limitersIn(startRedisCluster) });

describe('redisRateLimiter', () => {
  it('counts all processes together, except a tenth of the limit in each', async () => {
    const server = await startRedis();
    const [one, other] = await Promise.all([connect(server.url), connect(server.url)]);
    const limiters = [one, other].map(({ client }) =>
      redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate'),
    );
    const granted = await Promise.all(limiters.map((limiter) => grantedUses(limiter, 100)));
    expect(granted.reduce((sum, count) => sum + count)).to.equal(45 + 2 * 5);
    await Promise.all([one.close(), other.close()]);
    await server.stop();
  });

  it('does not call Redis for a user far below the limit, nor for one above it', async () => {
    const server = await startRedis();
    const { client, close } = await connect(server.url);
    const limiter = redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate');
    expect(await grantedUses(limiter, 5)).to.equal(5);
    expect(await client.get('rate:a1:ann')).to.equal(null);
    await grantedUses(limiter, 100);
    const counted = await client.get('rate:a1:ann');
    await grantedUses(limiter, 100);
    expect(await client.get('rate:a1:ann')).to.equal(counted);
    await close();
    await server.stop();
  });

  it('counts in this process while Redis is away', async () => {
    const server = await startRedis();
    const { client, close } = await connect(server.url);
    await server.stop();
    const limiter = redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate');
    expect(await grantedUses(limiter, 100)).to.equal(50);
    await close();
  });
});

describe('unlimited', () => {
  it('grants all uses', async () => {
    expect(await grantedUses(unlimited, 10_000)).to.equal(10_000);
  });
});
