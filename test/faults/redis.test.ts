import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { freePort } from '../support/free-port.ts';
import { promised } from '../support/promised.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { percentile, type Sample, startSteadyRate } from '../support/steady-rate.ts';
import { DURABLE } from '../support/stores.ts';
import { type ProxyMode, startTcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { type Stand, startStand, timed, tookUntil } from './support.ts';

/* What an answer may take while Redis is away, and until draws are made when it is back. */
const ANSWER_MS = 500;
const BACK_MS = 1000;

const returned = async (stand: Stand) => (await stand.static('shake', 'good-near')).json.ret === 0;

describe('Redis absent at boot, killed mid-load', () => {
  it('starts without it, serves what needs no draws, and uses it within 1 s of its coming', async () => {
    const port = await freePort();
    const stand = await startStand({ REDIS_URL: `redis://127.0.0.1:${port}` });
    expect((await stand.static('open')).json.ret).to.equal(0);
    expect((await stand.static('sku', 'good-ann')).json.ret).to.equal(0);
    await promised({ answerMs: ANSWER_MS }, async () => {
      const { result, tookMs } = await timed(() => stand.static('shake', 'good-ann'));
      expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
      return { answerMs: tookMs };
    });
    let redis: TestRedis | undefined;
    await promised({ backMs: BACK_MS }, async () => {
      await redis?.stop();
      redis = await startRedis({ port });
      return { backMs: await tookUntil(() => returned(stand), 'shake to be served') };
    });
    await stand.stop();
    await redis?.stop();
  });

  it('killed mid-load: open and known are undisturbed, draws are 5003 at once, and are back within 1 s', async () => {
    let redis = await startRedis({ args: DURABLE });
    const stand = await startStand({ REDIS_URL: redis.url });
    await stand.static('sku', 'good-near');
    const urls = [stand.url('open'), stand.url('sku', 'good-near')];
    const load = startSteadyRate((count) => urls[count % 2] ?? '', 100);
    await promised({ answerMs: ANSWER_MS, backMs: BACK_MS }, async () => {
      await redis.kill();
      let answerMs = 0;
      for (let count = 0; count < 20; count++) {
        const { result, tookMs } = await timed(() => stand.draw('good-near', randomUUID()));
        expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
        answerMs = Math.max(answerMs, tookMs);
      }
      expect((await stand.static('sku', 'good-stranger')).json.ret, 'by the passport').to.equal(0);
      expect((await stand.static('sku', 'stolen')).json.ret, 'refused by the passport').to.equal(1005);
      redis = await startRedis({ port: redis.port, dir: redis.dir, args: DURABLE });
      return { answerMs, backMs: await tookUntil(() => returned(stand), 'shake to be served again') };
    });
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
      let round = 0;
      await promised({ knownP99Ms: 300, longestMs: 500, backMs: 3000 }, async () => {
        round += 1;
        if (way === 'SIGSTOP') redis.pause();
        else await proxy.set(way);
        const known = startSteadyRate(() => stand.url('sku', 'good-near'), 50);
        const strangers = startSteadyRate((count) => stand.url('sku', `good-${round}x${count}`), 10);
        const players = startSteadyRate((count) => stand.url('shake', `good-near${round}x${count}`), 10);
        await until(() => players.samples.length >= 12, { what: 'enough answers' });
        const [byKnown, byStrangers, byPlayers] = await Promise.all([
          known.stop(),
          strangers.stop(),
          players.stop(),
        ]);
        expect(rets(byKnown)).to.deep.equal([0]);
        expect(rets(byStrangers)).to.deep.equal([0]);
        expect(rets(byPlayers)).to.deep.equal([5003]);
        const durations = (samples: readonly Sample[]) => samples.map(({ tookMs }) => tookMs);
        if (way === 'SIGSTOP') redis.resume();
        else await proxy.set({ kind: 'pass' });
        return {
          knownP99Ms: percentile(durations(byKnown), 99),
          longestMs: Math.max(...durations([...byKnown, ...byStrangers, ...byPlayers])),
          backMs: await tookUntil(() => returned(stand), 'shake to be served again'),
        };
      });
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
    await promised({ answerMs: ANSWER_MS, backMs: BACK_MS }, async () => {
      await client.call('REPLICAOF', '127.0.0.1', `${other.port}`);
      const requestId = randomUUID();
      const { result, tookMs } = await timed(() => stand.draw('good-ann', requestId));
      expect([result.status, result.json.ret]).to.deep.equal([503, 5003]);
      expect((await stand.static('sku', `good-new-${requestId}`)).json.ret).to.equal(0);
      await client.call('REPLICAOF', 'NO', 'ONE');
      const draws = async () => (await stand.draw('good-ann', requestId)).json.ret === 0;
      return { answerMs: tookMs, backMs: await tookUntil(draws, 'draws to be made again') };
    });
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
      // No UUID, which the ledger writes in another way.
      const requestId = `lost-answer-${round}`;
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
        { what: 'the same draw' },
      );
      expect(again.json.data.draw_no).to.equal(round);
      expect(again.json.data.user_draw_info.drawn_total).to.equal(round);
    }
    await stand.stop();
    await proxy.close();
  });
});
