import { expect } from 'chai';
import { FlexiblePinAttempts } from '../../../src/adapters/rate-limiter-flexible/flexible-pin-attempts.ts';
import { openRedis } from '../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl, type RedisTarget } from '../../../src/adapters/redis/redis-target.ts';
import { describePinAttempts } from '../../contracts/pin-attempts.ts';
import { startRedis } from '../../support/redis-server.ts';

async function connect(url: string) {
  const connection = openRedis(parseRedisUrl(url) as RedisTarget, { report: () => {} });
  await connection.settled();
  return connection;
}

describePinAttempts({
  name: 'memory',
  create: async () => ({ attempts: FlexiblePinAttempts.inMemory(), close: async () => {} }),
});

describePinAttempts({
  name: 'Redis',
  async create() {
    const server = await startRedis();
    const connection = await connect(server.url);
    const close = async () => {
      await connection.close();
      await server.stop();
    };
    return { attempts: FlexiblePinAttempts.inRedis(connection.client), close };
  },
});

describe('FlexiblePinAttempts in Redis', () => {
  const attempt = { activityId: 'tea', drawId: 'd1', address: '10.0.0.1' };

  it('counts what several processes are asked together, and goes on by itself while Redis is away', async () => {
    const server = await startRedis();
    const connections = await Promise.all([connect(server.url), connect(server.url)]);
    const all = connections.map((connection) => FlexiblePinAttempts.inRedis(connection.client));
    const kinds = async (count: number) => {
      const begun = Array.from({ length: count }, (_, no) => all[no % 2]?.begin(attempt));
      return (await Promise.all(begun)).filter((permission) => permission?.kind === 'granted').length;
    };
    expect(await kinds(40)).to.equal(10);
    await server.stop();
    // Each counts alone now.
    expect(await kinds(60)).to.equal(20);
    await Promise.all(all.map((each) => each.forgive(attempt)));
    await Promise.all(connections.map((connection) => connection.close()));
  });
});
