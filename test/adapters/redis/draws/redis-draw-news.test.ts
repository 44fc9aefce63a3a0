import { expect } from 'chai';
import { DrawAnnouncer } from '../../../../src/adapters/redis/draws/draw-announcer.ts';
import { RedisDrawNews } from '../../../../src/adapters/redis/draws/redis-draw-news.ts';
import { createRedisClient } from '../../../../src/adapters/redis/redis-client.ts';
import { parseRedisUrl, type RedisTarget } from '../../../../src/adapters/redis/redis-target.ts';
import { startRedisCluster } from '../../../support/redis-cluster.ts';
import { startRedisSentinel } from '../../../support/redis-sentinel.ts';
import { startRedis } from '../../../support/redis-server.ts';
import { until } from '../../../support/until.ts';

const cases: Readonly<Record<string, () => Promise<{ url: string; stop(): Promise<unknown> }>>> = {
  'one server': () => startRedis(),
  Cluster: () => startRedisCluster(),
  Sentinel: () => startRedisSentinel(),
};

for (const [name, start] of Object.entries(cases)) {
  describe(`news of draws by Redis: ${name}`, () => {
    it('reach who listens, as few messages', async () => {
      const server = await start();
      const target = parseRedisUrl(server.url) as RedisTarget;
      const client = createRedisClient(target, 'prompt');
      client.on('error', () => {});
      const heard: string[][] = [];
      const stop = new RedisDrawNews(target, { report: () => {} }).listen((ids) => heard.push([...ids]));
      try {
        const announcer = new DrawAnnouncer(client);
        await until(
          () => {
            announcer.note('probe');
            return heard.length > 0;
          },
          { what: 'the first news' },
        );
        for (let draw = 0; draw < 1000; draw++) announcer.note(`a${draw % 3}`);
        await until(() => heard.flat().includes('a2'), { what: 'news' });
        const own = heard.filter((ids) => ids.includes('a1'));
        expect(own).to.have.length(1);
        expect(own[0]).to.include.members(['a0', 'a1', 'a2']);
      } finally {
        stop();
        client.disconnect();
        await server.stop();
      }
    });
  });
}

describe('news of draws by Redis', () => {
  it('are told to be refused where the user of Redis has no right to the channel', async () => {
    const server = await startRedis();
    const admin = createRedisClient(parseRedisUrl(server.url) as RedisTarget, 'prompt');
    admin.on('error', () => {});
    await until(() => admin.status === 'ready', { what: 'a connection' });
    await admin.call('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', 'resetchannels', '+@all');
    const target = parseRedisUrl(server.url.replace('//', '//app:secret@')) as RedisTarget;
    const reports: string[] = [];
    const stop = new RedisDrawNews(target, { report: (fault) => reports.push(fault) }).listen(() => {});
    try {
      await until(() => reports.length > 0, { what: 'the report' });
      expect(reports[0]).to.equal('news of draws are not heard');
    } finally {
      stop();
      admin.disconnect();
      await server.stop();
    }
  });

  it('come again after Redis was away, and cost a draw nothing while it is', async () => {
    let server = await startRedis();
    const target = parseRedisUrl(server.url) as RedisTarget;
    const client = createRedisClient(target, 'prompt');
    client.on('error', () => {});
    let heard = 0;
    const stop = new RedisDrawNews(target, { report: () => {} }).listen(() => {
      heard += 1;
    });
    const announcer = new DrawAnnouncer(client);
    const untilHeard = async () => {
      const before = heard;
      await until(
        () => {
          announcer.note('1');
          return heard > before;
        },
        { what: 'news' },
      );
    };
    try {
      await untilHeard();
      await server.kill();
      for (let draw = 0; draw < 100; draw++) announcer.note('1');
      server = await startRedis({ port: server.port });
      await untilHeard();
    } finally {
      stop();
      client.disconnect();
      await server.stop();
    }
  });
});
