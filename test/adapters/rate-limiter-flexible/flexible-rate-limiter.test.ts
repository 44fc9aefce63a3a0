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
  // What asks Redis right after it has connected must not share a pipeline with a script that is defined later.
  await turnOfTheLoop();
  return connection;
}

type Server = { readonly url: string; stop(): Promise<void> };

/** Limiters that share one server, each with keys of its own. */
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

async function grantedOf(limiter: RateLimiter, times: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: times }, () => limiter.take('a1:ann')));
  return all.filter(({ kind }) => kind === 'granted').length;
}

describeRateLimiter({
  name: 'memory',
  create: async (limit) => ({ limiter: memoryRateLimiter(limit), close: async () => {} }),
});
describeRateLimiter({ name: 'Redis', create: limitersIn(startRedis) });
describeRateLimiter({ name: 'Redis Cluster', create: limitersIn(startRedisCluster) });

describe('the rate limiter on Redis', () => {
  it('counts all processes together, but for a tenth of the limit each', async () => {
    const server = await startRedis();
    const [one, other] = await Promise.all([connect(server.url), connect(server.url)]);
    const limiters = [one, other].map(({ client }) =>
      redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate'),
    );
    const granted = await Promise.all(limiters.map((limiter) => grantedOf(limiter, 100)));
    expect(granted.reduce((sum, count) => sum + count)).to.equal(45 + 2 * 5);
    await Promise.all([one.close(), other.close()]);
    await server.stop();
  });

  it('asks Redis neither about a user who draws at a person’s pace nor about one who is over the limit', async () => {
    const server = await startRedis();
    const { client, close } = await connect(server.url);
    const limiter = redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate');
    expect(await grantedOf(limiter, 5)).to.equal(5);
    expect(await client.get('rate:a1:ann')).to.equal(null);
    await grantedOf(limiter, 100);
    const counted = await client.get('rate:a1:ann');
    await grantedOf(limiter, 100);
    expect(await client.get('rate:a1:ann')).to.equal(counted);
    await close();
    await server.stop();
  });

  it('counts by itself while Redis is away', async () => {
    const server = await startRedis();
    const { client, close } = await connect(server.url);
    await server.stop();
    const limiter = redisRateLimiter({ uses: 50, windowSeconds: 60 }, client, 'rate');
    expect(await grantedOf(limiter, 100)).to.equal(50);
    await close();
  });
});

describe('no rate limit', () => {
  it('grants whatever is asked', async () => {
    expect(await grantedOf(unlimited, 10_000)).to.equal(10_000);
  });
});
