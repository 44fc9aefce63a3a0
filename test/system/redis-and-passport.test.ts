import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { type Handler, type HttpServer, startHttpServer } from '../support/http-server.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { startRedisSentinel } from '../support/redis-sentinel.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { until } from '../support/until.ts';

const activities = {
  open: { dispatch: 'sku' },
  sku: { dispatch: 'sku', is_login_user: true },
  shake: { dispatch: 'shake', is_login_user: true, rules: { chances: { per_day: 3 } } },
};

const keyOf = (token: string) => `cms:session:${createHash('sha256').update(token).digest('hex')}`;

/** `good-<uid>` is that user's token; every other is nobody's. */
const passport: Handler = (_request, response, body) => {
  const [, uid] = /^good-(.+)$/.exec(JSON.parse(body).token) ?? [];
  response.end(
    JSON.stringify(uid ? { ret: 0, data: { uid, zone_id: '1000', phone: '13800000000' } } : { ret: 1 }),
  );
};

describe('with a real Redis and a passport', () => {
  let redis: TestRedis;
  let client: Redis;
  let stub: HttpServer;
  let answering: Handler;
  let dir: string;
  let env: Record<string, string>;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    answering = passport;
    [redis, stub, dir] = await Promise.all([
      startRedis(),
      startHttpServer((request, response, body) => answering(request, response, body)),
      activitiesDir(activities),
    ]);
    client = new Redis(redis.port, '127.0.0.1', { maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => {});
    env = {
      ACTIVITIES_DIR: dir,
      REDIS_URL: redis.url,
      PASSPORT_URL: `${stub.origin}/check_token`,
      PASSPORT_TIMEOUT_MS: '400',
    };
  });
  afterEach(async () => {
    client.disconnect();
    await Promise.all(programs.splice(0).map((program) => program.stop()));
    await Promise.all([redis.stop(), stub.close()]);
  });

  async function start(
    more: Record<string, string> = {},
  ): Promise<(query: string) => ReturnType<typeof ask>> {
    const program = await startProgram({ ...env, ...more });
    programs.push(program);
    return (query) => ask(`${program.base}/static?${query}`);
  }

  it('asks the passport once, and keeps the session for three days under the token’s digest', async () => {
    const get = await start();
    expect((await get('activity_id=shake&token=good-ann')).json.data.user_draw_info.uid).to.equal('ann');
    expect((await get('activity_id=sku&token=good-ann')).json.ret).to.equal(0);
    expect(stub.requests).to.have.length(1);
    const session = (await client.keys('*')).filter((key) => key.startsWith('cms:session:'));
    expect(session).to.deep.equal([keyOf('good-ann')]);
    expect(JSON.parse((await client.get(keyOf('good-ann'))) ?? '')).to.include({
      uid: 'ann',
      zone_id: '1000',
    });
    expect(await client.ttl(keyOf('good-ann'))).to.be.within(259_195, 259_200);
  });

  it('asks it once for a hundred who come at once', async () => {
    const get = await start();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => get('activity_id=sku&token=good-ann')),
    );
    expect(answers.every(({ json }) => json.ret === 0)).to.equal(true);
    expect(stub.requests).to.have.length(1);
  });

  it('still knows the session after a restart, and in a second process', async () => {
    await (await start())('activity_id=sku&token=good-ann');
    await programs.pop()?.stop();
    expect((await (await start())('activity_id=sku&token=good-ann')).json.ret).to.equal(0);
    expect((await (await start())('activity_id=sku&token=good-ann')).json.ret).to.equal(0);
    expect(stub.requests).to.have.length(1);
  });

  it('keeps the session for as long as it is set to', async () => {
    await (await start({ SESSION_TTL_SECONDS: '100' }))('activity_id=sku&token=good-ann');
    expect(await client.ttl(keyOf('good-ann'))).to.be.within(95, 100);
  });

  it('refuses a token that the passport refuses, clears the cookie, and caches nothing', async () => {
    const answer = await (await start())('activity_id=sku&token=stolen');
    expect(answer.json.ret).to.equal(1005);
    expect(answer.headers.getSetCookie()[0]).to.match(/^token=; .*Max-Age=0/);
    expect(await client.keys('cms:session:*')).to.deep.equal([]);
  });

  it('asks neither for an activity that needs no login', async () => {
    const get = await start();
    // Whose record store this is, it asks at the start and each 5 s.
    const askedOwner = async () => (await client.info('commandstats')).includes('cmdstat_get:');
    await until(askedOwner, { what: 'the owner of the record store to be asked for' });
    await client.config('RESETSTAT');
    expect((await get('activity_id=open&token=good-ann')).json.ret).to.equal(0);
    expect(await client.info('commandstats')).not.to.match(/cmdstat_(get|set|hgetall|hmget|evalsha)\b/);
    expect(stub.requests).to.have.length(0);
  });

  it('lets neither the token nor the passport’s further fields out', async () => {
    const get = await start({ LOG_LEVEL: 'trace', LOG_REQUESTS: 'all' });
    answering = (_request, response) => response.writeHead(500).end('good-ann');
    const failed = await get('activity_id=shake&token=good-ann');
    answering = passport;
    const served = await get('activity_id=shake&token=good-ann');
    expect(served.json.ret).to.equal(0);
    for (const { text } of [failed, served]) expect(text).not.to.match(/good-ann|13800000000/);

    const stored = await Promise.all(
      (await client.keys('*')).map(
        async (key) => (await client.type(key)) === 'string' && (await client.get(key)),
      ),
    );
    expect([...(await client.keys('*')), ...stored].join()).not.to.include('good-ann');
    const [program] = programs;
    expect(`${program?.stdout()}${program?.stderr()}`).not.to.match(/good-ann|13800000000/);
  });

  it('is 5003 when both are gone', async () => {
    const get = await start();
    await Promise.all([redis.kill(), stub.close()]);
    expect((await get('activity_id=sku&token=good-new')).json.ret).to.equal(5003);
    expect((await get('activity_id=open')).json.ret).to.equal(0);
  });

  for (const [what, startStore] of [
    ['Redis Cluster', startRedisCluster],
    ['Redis behind Sentinel', startRedisSentinel],
  ] as const) {
    it(`keeps sessions in ${what}`, async () => {
      const store = await startStore();
      try {
        const get = await start({ REDIS_URL: store.url });
        for (const uid of ['ann', 'bob', 'cid', 'dan']) {
          expect((await get(`activity_id=shake&token=good-${uid}`)).json.data.user_draw_info.uid).to.equal(
            uid,
          );
        }
        await programs.pop()?.stop();
        const again = await start({ REDIS_URL: store.url });
        expect((await again('activity_id=shake&token=good-ann')).json.ret).to.equal(0);
        expect(stub.requests).to.have.length(4);
      } finally {
        await store.stop();
      }
    });
  }
});
