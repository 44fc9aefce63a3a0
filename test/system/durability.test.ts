import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { promised } from '../support/promised.ts';
import { startRedis } from '../support/redis-server.ts';
import { DURABLE } from '../support/stores.ts';
import { until } from '../support/until.ts';

interface Run {
  draw(): ReturnType<typeof ask>;
  ready(): ReturnType<typeof ask>;
  readonly redis: Redis;
}

async function withProgram(
  env: Record<string, string>,
  args: readonly string[],
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const server = await startRedis({ args });
  const passport = await startHttpServer((_request, response) =>
    response.end('{"ret":0,"data":{"uid":"ann"}}'),
  );
  const program = await startProgram({
    REDIS_URL: server.url,
    PASSPORT_URL: passport.origin,
    ACTIVITIES_DIR: await activitiesDir({ a1: { dispatch: 'shake', is_login_user: true } }),
    DRAW_RATE_LIMIT: 'off',
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

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

describe('a Redis without AOF', () => {
  it('is said to be degraded, and used, outside production', () =>
    withProgram({}, [], async ({ draw, ready }) => {
      const { status, json } = await ready();
      expect(status).to.equal(200);
      expect(json.status).to.equal('degraded');
      expect(json.checks.redis).to.include({ status: 'degraded', draws: 'volatile' });
      expect(json.checks.redis.reason).to.match(/appendonly is no/);
      expect((await draw()).json.ret).to.equal(0);
    }));

  it('gets no draw in production until it is mended, nor when it turns volatile while connected', () =>
    withProgram({ NODE_ENV: 'production' }, [], async ({ draw, ready, redis }) => {
      const redisCheck = async () => (await ready()).json.checks.redis;
      const refused = await draw();
      expect([refused.status, refused.json.ret]).to.deep.equal([503, 5003]);
      await redis.config('SET', 'appendfsync', 'always');
      await redis.config('SET', 'appendonly', 'yes');
      await until(async () => (await draw()).json.ret === 0, { what: 'draws to be made' });
      expect(await redisCheck()).to.deep.equal({ status: 'ok', draws: 'durable', appendfsync: 'always' });
      // Not by draws: one of hundreds may be refused because the disk is slow.
      const becomes = (draws: string) =>
        elapsed(() =>
          until(async () => (await redisCheck()).draws === draws, { what: `draws to be ${draws}` }),
        );
      await promised({ refusedMs: 5000, servedMs: 5000 }, async () => {
        await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
        const refusedMs = await becomes('volatile');
        await redis.config('SET', 'maxmemory-policy', 'noeviction');
        return { refusedMs, servedMs: await becomes('durable') };
      });
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await becomes('volatile');
      expect((await redisCheck()).status).to.equal('degraded');
      expect((await draw()).json.ret).to.equal(5003);
    }));

  it('is used in production where it is allowed', () =>
    withProgram({ NODE_ENV: 'production', ALLOW_VOLATILE_DRAWS: 'true' }, [], async ({ draw }) => {
      expect((await draw()).json.ret).to.equal(0);
    }));
});

describe('a Redis that is full', () => {
  it('gets no draw, and readyz says why until there is room', () =>
    withProgram({}, DURABLE, async ({ draw, ready, redis }) => {
      expect((await draw()).json.ret).to.equal(0);
      const well = { status: 'ok', draws: 'durable', appendfsync: 'always' };
      expect((await ready()).json.checks.redis).to.deep.equal(well);
      await redis.config('SET', 'maxmemory', '1kb');
      expect((await draw()).json.ret).to.equal(5003);
      const { status, json } = await ready();
      expect([status, json.status]).to.deep.equal([200, 'degraded']);
      expect(json.checks.redis).to.deep.equal({
        status: 'degraded',
        draws: 'refused',
        appendfsync: 'always',
        reason: 'Redis is out of memory: used_memory is above maxmemory',
      });
      await redis.config('SET', 'maxmemory', '0');
      const isWell = async () => (await ready()).json.status === 'ok';
      await until(isWell, { what: 'readyz to say ok, though nobody draws' });
    }));
});

describe('a disk that SQLite cannot write to', () => {
  it('gets no draw, and readyz says why until one is booked', async () => {
    const ACTIVITIES_DIR = await activitiesDir({ a1: { dispatch: 'shake', is_login_user: true } });
    const program = await startProgram({ ACTIVITIES_DIR });
    const draw = () => {
      const fields = { activity_id: 'a1', token: 'demo-ann', request_id: randomUUID() };
      return postJson(`${program.base}/shake/draw`, fields);
    };
    const check = async () => (await ask(`${program.origin}/readyz`)).json.checks.sqlite;
    const limitFiles = (bytes: number | 'unlimited') =>
      execFileSync('prlimit', [`--pid=${program.pid}`, `--fsize=${bytes}:unlimited`]);
    expect((await draw()).json.ret).to.equal(0);
    expect(await check()).to.deep.equal({ status: 'ok', draws: 'durable' });

    limitFiles(1000);
    expect((await draw()).json.ret).to.equal(5003);
    expect(await check()).to.deep.equal({
      status: 'degraded',
      draws: 'refused',
      reason: 'the disk of DATA_DIR fails',
    });
    limitFiles('unlimited');
    expect((await draw()).json.ret).to.equal(0);
    expect(await check()).to.deep.equal({ status: 'ok', draws: 'durable' });
    await program.stop();
  });
});
