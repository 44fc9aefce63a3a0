import { expect } from 'chai';
import sinon from 'sinon';
import { drawKeys } from '../../../../src/adapters/redis/draws/draw-keys.ts';
import { RedisTraces } from '../../../../src/adapters/redis/draws/redis-traces.ts';
import { redisRefusalOf } from '../../../../src/adapters/redis/redis-refusal.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/account.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeDrawLedger } from '../../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../../contracts/draw-log.ts';
import { describeDrawTraces } from '../../../contracts/draw-traces.ts';
import { AT, car, commitNext, SECRET, sampleCommit } from '../../../contracts/sample-commits.ts';
import { describeUnitPools } from '../../../contracts/unit-pools.ts';
import { startRedisCluster } from '../../../support/redis-cluster.ts';
import { openRedisLedger } from '../../../support/redis-ledger.ts';
import { startRedis } from '../../../support/redis-server.ts';
import { until } from '../../../support/until.ts';

async function ledgerIn(server: { url: string; stop(): Promise<void> }) {
  const opened = await openRedisLedger(server.url);
  const close = async () => {
    await opened.close();
    await server.stop();
  };
  return { ...opened, traces: new RedisTraces(opened.client), close };
}

const stores = {
  Redis: () => startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] }),
  'Redis Cluster': () => startRedisCluster(),
};
for (const [name, start] of Object.entries(stores)) {
  const create = async () => ledgerIn(await start());
  describeDrawLedger({ name, create });
  describeUnitPools({ name, create });
  describeDrawLog({ name, create });
  describeDrawTraces({ name, create });
}

describe('RedisLedger', () => {
  let opened: Awaited<ReturnType<typeof ledgerIn>>;
  beforeEach(async () => {
    opened = await ledgerIn(await startRedis());
    await opened.ledger.seed('1', SECRET, 'secret');
  });
  afterEach(() => opened.close());

  it('keeps the trace of a draw for an hour, and of a win for two days', async () => {
    const { ledger, client } = opened;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await ledger.commit(sampleCommit('1', { uid: 'ann', drawId: 'lost', traceparent }));
    await ledger.commit(sampleCommit('1', { uid: 'bob', drawId: 'won', traceparent, candidates: car(null) }));
    const secondsOf = (drawId: string) => client.ttl(`cms:trace:{1}:${drawId}`);
    await until(async () => (await secondsOf('won')) > 3600, { what: 'two days' });
    expect(await secondsOf('won')).to.be.within(172_000, 172_800);
    expect(await secondsOf('lost')).to.be.within(3000, 3600);
  });

  it('reads no more of the log than has the latest wins', async () => {
    const { ledger, client } = opened;
    const candidates = car(1000);
    for (let each = 0; each < 150; each++)
      await ledger.commit(sampleCommit('1', { uid: `${each}`, candidates }));
    const read = sinon.spy(client, 'xrevrange');
    expect(await ledger.latestWins('1', ['car'], 20)).to.have.length(20);
    expect(read.callCount).to.equal(1);
    expect(await ledger.latestWins('1', ['car'], 120)).to.have.length(120);
    expect(read.callCount).to.equal(3);
    expect(await ledger.latestWins('1', ['seq'], 1)).to.deep.equal([]);
    expect(read.callCount).to.equal(5);
  });

  it('reads the end of a long log without wins in a few calls', async () => {
    const { ledger, client } = opened;
    await ledger.commit(sampleCommit('1', { candidates: car(1) }));
    for (let each = 0; each < 1100; each += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, at) => ledger.commit(sampleCommit('1', { uid: `${each + at}` }))),
      );
    const read = sinon.spy(client, 'xrevrange');
    expect(await ledger.latestWins('1', ['car'], 20)).to.deep.equal([]);
    expect(read.callCount).to.equal(3);
  });

  it('fails the read of a key that is not an account, and no other read of the batch', async () => {
    const { ledger, client } = opened;
    await client.set(drawKeys('1').account('bob'), 'no account');
    const read = await Promise.allSettled(['ann', 'bob', 'cid'].map((uid) => ledger.read('1', uid)));
    expect(read.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect((read[1] as PromiseRejectedResult).reason).to.be.instanceOf(DependencyError);
  });

  it('fails the draw on a key that is not an account, and no other draw of the batch', async () => {
    const { ledger, client, drawLog } = opened;
    await client.set(drawKeys('1').account('bob'), 'no account');
    const results = await Promise.allSettled(
      ['ann', 'bob', 'cid'].map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(5) }))),
    );
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect((await drawLog.book('1')).logs).to.deep.equal([{ log: 'root', seq: 2 }]);
    expect((await ledger.awarded('1')).counts).to.deep.equal({ car: 2 });
  });

  for (const [what, key, draws] of [
    ['wins', drawKeys('1').wins('bob'), NO_DRAWS],
    ['older request ids', drawKeys('1').older('bob'), { ...NO_DRAWS, version: 100, drawNo: 100 }],
  ] as const) {
    it(`fails the draw of an account with ${what} of another type, and no other draw of the batch or after it`, async () => {
      const { ledger, client, drawLog } = opened;
      await commitNext(ledger, '1', { uid: 'bob', candidates: car(9) });
      await client.set(key, 'of another type');
      const commit = (uid: string) =>
        ledger.commit(sampleCommit('1', { uid, candidates: car(9), ...(uid === 'bob' && { draws }) }));
      const results = await Promise.allSettled(['ann', 'bob', 'cid'].map(commit));
      expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
      expect(await commit('dan')).to.deep.equal({ kind: 'committed', prizeId: 'car', unit: 4 });
      expect((await drawLog.book('1')).logs).to.deep.equal([{ log: 'root', seq: 4 }]);
    });
  }

  it('has nothing of a key of another type for an audit, and all of the others', async () => {
    const { ledger, client, drawLog } = opened;
    for (const uid of ['ann', 'bob', 'cid']) await commitNext(ledger, '1', { uid, candidates: car(9) });
    await client.set(drawKeys('1').account('ann'), 'no account');
    await client.set(drawKeys('1').wins('bob'), 'no list');
    const [ann, bob, cid] = await drawLog.accounts('1', ['ann', 'bob', 'cid']);
    expect(ann?.draws).to.deep.include({ drawNo: 0, won: {} });
    expect(bob).to.deep.include({ winsKept: 0 });
    expect(bob?.draws).to.deep.include({ drawNo: 1, won: { car: 1 }, wins: [] });
    expect(cid?.draws.wins).to.have.length(1);
  });

  it('begins a generation of request ids where the time of the present one is none', async () => {
    const { ledger, client } = opened;
    for (let n = 0; n < 100; n++) await commitNext(ledger, '1', { uid: 'bob' });
    await client.hset(drawKeys('1').account('bob'), 'g', 'no time');
    const { draws } = await ledger.read('1', 'bob');
    const commits = [{ uid: 'ann' }, { uid: 'bob', draws }, { uid: 'cid' }].map((each) =>
      ledger.commit(sampleCommit('1', { ...each, candidates: car(9) })),
    );
    expect(await Promise.all(commits)).to.deep.equal(
      [1, 2, 3].map((unit) => ({ kind: 'committed', prizeId: 'car', unit })),
    );
    expect(await client.hget(drawKeys('1').account('bob'), 'g')).to.equal(`${AT}`);
  });

  it('books nothing that the log refuses', async () => {
    const { ledger, client, drawLog } = opened;
    await client.set(drawKeys('1').log, 'no log');
    const results = await Promise.allSettled(
      ['ann', 'bob'].map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(5) }))),
    );
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect((await drawLog.book('1')).logs).to.deep.equal([{ log: 'root', seq: 0 }]);
    expect((await ledger.read('1', 'ann')).draws.drawNo).to.equal(0);
    expect(await ledger.awarded('1')).to.deep.equal({ counts: {}, spent: 0 });
  });

  it('says why Redis refuses to write, and records nothing then', async () => {
    const { ledger, client, drawLog } = opened;
    const draws = () =>
      Promise.allSettled(
        ['ann', 'bob'].map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(5) }))),
      );
    await client.config('SET', 'maxmemory', '1');
    const refused = await draws();
    expect(refused.map((each) => each.status === 'rejected' && redisRefusalOf(each.reason))).to.deep.equal(
      Array(2).fill('Redis is out of memory: used_memory is above maxmemory'),
    );
    await client.config('SET', 'maxmemory', '0');
    expect((await drawLog.book('1')).logs).to.deep.equal([{ log: 'root', seq: 0 }]);
    expect((await draws()).map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled']);
  });

  it('holds no more than the request ids of two generations', async () => {
    const { ledger, client } = opened;
    const keys = drawKeys('1');
    // A draw an hour, with a win now and then.
    for (let n = 0; n < 400; n++) {
      await commitNext(ledger, '1', { at: AT + n * 3_600_000, candidates: n % 40 === 0 ? car(null) : [] });
    }
    const sizes = await Promise.all([client.hlen(keys.account('ann')), client.hlen(keys.older('ann'))]);
    expect(Math.max(...sizes)).to.be.within(100, 104);
    expect((await ledger.read('1', 'ann')).draws).to.deep.include({ drawNo: 400, won: { car: 10 } });
    expect(await client.object('ENCODING', keys.account('ann'))).to.equal('listpack');
  });

  it('refuses the record of an earlier program', async () => {
    const { ledger, client, drawLog } = opened;
    await client.hset(drawKeys('old').book, { seq: 3, seed: 1 });
    for (const work of [
      () => ledger.commit(sampleCommit('old')),
      () => ledger.seed('old', SECRET, 'any'),
      () => ledger.read('old', 'ann'),
      () => ledger.wins('old', 'ann', null, 50),
      () => drawLog.book('old'),
    ]) {
      const error = await work().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(DependencyError);
      expect((error as Error).message).to.include('earlier program');
    }
    expect(await client.hgetall(drawKeys('old').book)).to.deep.equal({ seq: '3', seed: '1' });
  });

  it('lists sets of rules without reading their texts, which may be as long as files', async () => {
    const { ledger, client } = opened;
    for (let no = 1; no <= 40; no++) {
      const text = 'x'.repeat(100_000);
      const set = {
        no,
        text,
        sealed: '',
        salt: '',
        hash: `${no}`,
        at: AT,
        release: null,
        head: `head ${no}`,
      };
      await ledger.announce('1', set);
    }
    await client.config('RESETSTAT');
    expect(await ledger.rules('1')).to.have.length(40);
    const [, sent] = /total_net_output_bytes:(\d+)/.exec(await client.info('stats')) ?? [];
    expect(Number(sent)).to.be.lessThan(20_000);
  });
});
