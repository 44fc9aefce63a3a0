import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freePort } from '../support/free-port.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { percentile, type Sample, startSteadyRate } from '../support/steady-rate.ts';
import { DURABLE } from '../support/stores.ts';
import { type ProxyMode, startTcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { type Stand, startStand, timed } from './support.ts';

/* What a request may take that needs nothing of what is away, on a machine that is busy with tests. */
const PROMPT_MS = 500;

const returned = async (stand: Stand) => (await stand.static('shake', 'good-near')).json.ret === 0;

describe('Redis absent at boot, killed mid-load', () => {
  it('starts without it, serves what needs no draws, and uses it within 1 s of its coming', async () => {
    const port = await freePort();
    const stand = await startStand({ REDIS_URL: `redis://127.0.0.1:${port}` });
    expect((await stand.static('open')).json.ret).to.equal(0);
    expect((await stand.static('sku', 'good-ann')).json.ret).to.equal(0);
    const refused = await timed(() => stand.static('shake', 'good-ann'));
    expect([refused.result.status, refused.result.json.ret]).to.deep.equal([503, 5003]);
    expect(refused.tookMs).to.be.below(PROMPT_MS);

    const redis = await startRedis({ port });
    await until(() => returned(stand), { timeoutMs: 1000, what: 'shake to be served again' });
    await stand.stop();
    await redis.stop();
  });

  it('killed mid-load: open and known are undisturbed, draws are 5003 at once, and are back within 1 s', async () => {
    let redis = await startRedis({ args: DURABLE });
    const stand = await startStand({ REDIS_URL: redis.url });
    await stand.static('sku', 'good-near');
    const urls = [stand.url('open'), stand.url('sku', 'good-near')];
    const load = startSteadyRate((count) => urls[count % 2] ?? '', 100);
    await redis.kill();
    for (let count = 0; count < 20; count++) {
      const { result, tookMs } = await timed(() => stand.draw('good-near', randomUUID()));
      expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
      expect(tookMs).to.be.below(PROMPT_MS);
    }
    expect((await stand.static('sku', 'good-stranger')).json.ret, 'by the passport').to.equal(0);
    expect((await stand.static('sku', 'stolen')).json.ret, 'refused by the passport').to.equal(1005);

    redis = await startRedis({ port: redis.port, dir: redis.dir, args: DURABLE });
    await until(() => returned(stand), { timeoutMs: 1000, what: 'shake to be served again' });
    expect((await stand.draw('good-near', randomUUID())).json.ret).to.equal(0);
    const samples = await load.stop();
    expect(samples).to.not.be.empty;
    expect(samples.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
    await stand.stop();
    await redis.stop();
  });
});

describe('Redis hung, blackholed, 2 s slow', () => {
  const ways: Readonly<Record<string, ProxyMode | 'SIGSTOP'>> = {
    hung: 'SIGSTOP',
    blackholed: { kind: 'swallow' },
    '2 s slow': { kind: 'delay', ms: 2000 },
  };
  for (const [name, way] of Object.entries(ways)) {
    it(`${name}: a known user’s p99 is at most 300 ms, and no answer comes later than 500`, async () => {
      const redis = await startRedis();
      const proxy = await startTcpProxy(redis.port);
      const stand = await startStand({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
      await stand.static('sku', 'good-near');
      if (way === 'SIGSTOP') redis.pause();
      else await proxy.set(way);

      const known = startSteadyRate(() => stand.url('sku', 'good-near'), 50);
      const strangers = startSteadyRate((count) => stand.url('sku', `good-${name[0]}${count}`), 10);
      const players = startSteadyRate((count) => stand.url('shake', `good-near${count}`), 10);
      await until(() => players.samples.length >= 25, { timeoutMs: 5000, what: 'enough answers' });
      const [byKnown, byStrangers, byPlayers] = await Promise.all([
        known.stop(),
        strangers.stop(),
        players.stop(),
      ]);
      expect(rets(byKnown)).to.deep.equal([0]);
      expect(rets(byStrangers)).to.deep.equal([0]);
      expect(rets(byPlayers)).to.deep.equal([5003]);
      expect(
        percentile(
          byKnown.map(({ tookMs }) => tookMs),
          99,
        ),
      ).to.be.at.most(300);
      expect(
        Math.max(...[...byKnown, ...byStrangers, ...byPlayers].map(({ tookMs }) => tookMs)),
      ).to.be.at.most(500);

      if (way === 'SIGSTOP') redis.resume();
      else await proxy.set({ kind: 'pass' });
      await until(() => returned(stand), { timeoutMs: 3000, what: 'shake to be served again' });
      await stand.stop();
      await proxy.close();
      await redis.stop();
    });
  }
});

const rets = (samples: readonly Sample[]) => [...new Set(samples.map(({ ret }) => ret))];

describe('Redis READONLY after failover', () => {
  it('is 5003 until it is the master again, and then draws at once', async () => {
    const [redis, other] = await Promise.all([startRedis({ args: DURABLE }), startRedis()]);
    const client = new Redis(redis.port, '127.0.0.1');
    const stand = await startStand({ REDIS_URL: redis.url });
    expect((await stand.draw('good-ann', randomUUID())).json.ret).to.equal(0);
    await client.call('REPLICAOF', '127.0.0.1', `${other.port}`);
    const requestId = randomUUID();
    const { result, tookMs } = await timed(() => stand.draw('good-ann', requestId));
    expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
    expect(tookMs).to.be.below(PROMPT_MS);
    expect((await stand.static('sku', 'good-new')).json.ret).to.equal(0);

    await client.call('REPLICAOF', 'NO', 'ONE');
    const draws = async () => (await stand.draw('good-ann', requestId)).json.ret === 0;
    await until(draws, { timeoutMs: 1000, what: 'draws to be made again' });
    client.disconnect();
    await stand.stop();
    await Promise.all([redis.stop(), other.stop()]);
  });
});

describe('reply lost after the command ran', () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startRedis({ args: DURABLE });
  });
  after(() => redis.stop());

  it('gives the same draw to the same request_id, and runs nothing twice', async () => {
    const proxy = await startTcpProxy(redis.port);
    const stand = await startStand({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    expect((await stand.draw('good-ann', randomUUID())).json.data.draw_no).to.equal(1);
    for (let round = 2; round <= 6; round++) {
      const requestId = randomUUID();
      await proxy.set({ kind: 'cut', matching: new RegExp(requestId) });
      const cutsBefore = proxy.cuts();
      const lost = await stand.draw('good-ann', requestId);
      expect([lost.status, lost.json.ret]).to.deep.equal([503, 5003]);
      expect(proxy.cuts()).to.equal(cutsBefore + 1);

      await proxy.set({ kind: 'pass' });
      let again = lost;
      await until(
        async () => {
          again = await stand.draw('good-ann', requestId);
          return again.json.ret === 0;
        },
        { timeoutMs: 1000, what: 'the draw to be told' },
      );
      expect(again.json.data.draw_no).to.equal(round);
      expect(again.json.data.user_draw_info.drawn_total).to.equal(round);
    }
    await stand.stop();
    await proxy.close();
  });
});
