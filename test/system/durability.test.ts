import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { startRedis } from '../support/redis-server.ts';
import { until } from '../support/until.ts';

describe('a Redis without AOF', () => {
  async function withProgram(
    env: Record<string, string>,
    work: (run: {
      draw(): ReturnType<typeof ask>;
      ready(): ReturnType<typeof ask>;
      redis: Redis;
    }) => Promise<void>,
  ): Promise<void> {
    const server = await startRedis();
    const passport = await startHttpServer((_request, response) =>
      response.end('{"ret":0,"data":{"uid":"ann"}}'),
    );
    const program = await startProgram({
      REDIS_URL: server.url,
      PASSPORT_URL: passport.origin,
      ACTIVITIES_DIR: await activitiesDir({ a1: { dispatch: 'shake', is_login_user: true } }),
      ...env,
    });
    const redis = new Redis(server.port, '127.0.0.1');
    const url = `${program.base}/shake/draw`;
    try {
      await work({
        draw: () => postJson(url, { activity_id: 'a1', token: 't', request_id: randomUUID() }),
        ready: () => ask(`${program.origin}/readyz`),
        redis,
      });
    } finally {
      redis.disconnect();
      await program.stop();
      await Promise.all([server.stop(), passport.close()]);
    }
  }

  it('is said to be degraded, and used, outside production', () =>
    withProgram({}, async ({ draw, ready }) => {
      expect((await draw()).json.ret).to.equal(0);
      const { status, json } = await ready();
      expect(status).to.equal(200);
      expect(json.status).to.equal('degraded');
      expect(json.checks.redis).to.include({ status: 'degraded', draws: 'volatile' });
      expect(json.checks.redis.reason).to.match(/appendonly is no/);
    }));

  it('gets no draw in production until it is mended', () =>
    withProgram({ NODE_ENV: 'production' }, async ({ draw, ready, redis }) => {
      const refused = await draw();
      expect([refused.status, refused.json.ret]).to.deep.equal([503, 5003]);
      await redis.config('SET', 'appendonly', 'yes');
      await redis.config('SET', 'appendfsync', 'always');
      await until(async () => (await draw()).json.ret === 0, { timeoutMs: 5000, what: 'draws to be made' });
      expect((await ready()).json.checks.redis).to.include({ status: 'ok', draws: 'durable' });
    }));

  it('is used in production by whoever allows it', () =>
    withProgram({ NODE_ENV: 'production', ALLOW_VOLATILE_DRAWS: 'true' }, async ({ draw }) => {
      expect((await draw()).json.ret).to.equal(0);
    }));
});
