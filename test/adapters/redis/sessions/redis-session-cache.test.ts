import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { L1SessionCache } from '../../../../src/adapters/memory/l1-session-cache.ts';
import { openRedis } from '../../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../../../src/adapters/redis/redis-target.ts';
import { RedisSessionCache } from '../../../../src/adapters/redis/sessions/redis-session-cache.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeSessionCache } from '../../../contracts/session-cache.ts';
import { startRedisCluster } from '../../../support/redis-cluster.ts';
import { startRedis } from '../../../support/redis-server.ts';
import { sessionOf } from '../../../support/sample-session.ts';

const errorReporter = { report: () => {} };

async function connect(url: string) {
  const target = parseRedisUrl(url);
  if (!target) throw new Error(`not a Redis URL: ${url}`);
  const connection = openRedis(target, errorReporter);
  await connection.settled();
  return connection;
}

async function cacheIn(server: { url: string; stop(): Promise<void> }) {
  const connection = await connect(server.url);
  const close = async () => {
    await connection.close();
    await server.stop();
  };
  return { cache: new RedisSessionCache(connection.client), connection, close };
}

describeSessionCache({ name: 'Redis', create: async () => cacheIn(await startRedis()) });

describeSessionCache({ name: 'Redis Cluster', create: async () => cacheIn(await startRedisCluster()) });

describeSessionCache({
  name: 'L1 in front of Redis',
  create: async () => {
    const { cache, close } = await cacheIn(await startRedis());
    return { cache: new L1SessionCache(cache, 1), close };
  },
});

describe('RedisSessionCache', () => {
  const ann = sessionOf({ uid: 'ann', zoneId: '1000', profile: { nick: '安' } });

  it('stores the JSON of the user under the SHA-256 of the token, with its time to live', async () => {
    const { cache, connection, close } = await cacheIn(await startRedis());
    try {
      await cache.put('secret-token', ann, 259_200);
      const key = `cms:session:${createHash('sha256').update('secret-token').digest('hex')}`;
      expect(await connection.client.keys('*')).to.deep.equal([key]);
      expect(JSON.parse((await connection.client.get(key)) ?? '')).to.deep.equal({
        uid: 'ann',
        zone_id: '1000',
        nick: '安',
      });
      expect(await connection.client.ttl(key)).to.be.within(259_195, 259_200);
      const facts = { expiresAt: 1_900_000_000_000, sid: 's1', endsSeen: 7 };
      await cache.put('secret-token', sessionOf(ann.user, facts), 60);
      expect(JSON.parse((await connection.client.get(key)) ?? '')).to.deep.equal({
        uid: 'ann',
        zone_id: '1000',
        nick: '安',
        cms_session: { ends_seen: 7, expires_at: 1_900_000_000_000, sid: 's1' },
      });
    } finally {
      await close();
    }
  });

  it('answers 300 concurrent calls right after the start, on each node of a cluster', async () => {
    const { cache, close } = await cacheIn(await startRedisCluster());
    try {
      const users = await Promise.all(Array.from({ length: 300 }, (_, index) => cache.get(`token-${index}`)));
      expect(users.every((user) => user === undefined)).to.equal(true);
    } finally {
      await close();
    }
  });

  it('treats a value that is not a user as missing', async () => {
    const { cache, connection, close } = await cacheIn(await startRedis());
    try {
      for (const text of ['', 'not json', '[]', '{"zone_id":"1000"}', '{"uid":"a","cms_session":7}']) {
        await connection.client.set(`cms:session:${createHash('sha256').update('t').digest('hex')}`, text);
        expect(await cache.get('t')).to.equal(undefined);
      }
    } finally {
      await close();
    }
  });

  it('fails while Redis hangs or is away, and works when it is back', async () => {
    const server = await startRedis();
    const { cache, connection, close } = await cacheIn(server);
    try {
      await cache.put('t', ann, 60);
      server.pause();
      expect(await cache.get('t').catch((error: unknown) => error)).to.be.instanceOf(DependencyError);
      server.resume();
      await connection.settled();
      await server.kill();
      expect(await cache.put('t', ann, 60).catch((error: unknown) => error)).to.be.instanceOf(
        DependencyError,
      );
    } finally {
      await close();
    }
  });
});
