import { once } from 'node:events';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import sinon from 'sinon';
import { redisRefusalOf } from '../../../../../src/adapters/redis/redis-refusal.ts';
import type { DrawEntry } from '../../../../../src/domain/draws/draw-log.ts';
import type { Ledger } from '../../../../../src/domain/draws/ledger.ts';
import { describeDrawLedger } from '../../../../contracts/draw-ledger.ts';
import {
  AT,
  candidate,
  car,
  commitNext,
  OTHER_SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
} from '../../../../contracts/sample-commits.ts';
import { describeUnitPools } from '../../../../contracts/unit-pools.ts';
import { EACH_HAS_8, EightSegments, over, users } from '../../../../support/eight-segments.ts';
import { startRedisCluster } from '../../../../support/redis-cluster.ts';
import { openRedisLedger } from '../../../../support/redis-ledger.ts';
import { startRedis } from '../../../../support/redis-server.ts';

async function segmentedIn(server: { url: string; stop(): Promise<void> }) {
  const opened = await openRedisLedger(server.url);
  const close = async () => {
    await opened.close();
    await server.stop();
  };
  return { ...opened, ledger: over(8, opened.ledger), close };
}

for (const [name, start] of Object.entries({
  Redis: () => startRedis(),
  'Redis Cluster': startRedisCluster,
})) {
  const create = async () => segmentedIn(await start());
  describeDrawLedger({ name: `${name}, 8 segments`, units: 'unique', create });
  describeUnitPools({ name: `${name}, 8 segments`, create });
}

describe('an activity over 8 segments', () => {
  let eight: EightSegments;
  let opened: EightSegments['opened'];
  let ledger: Ledger;

  beforeEach(async () => {
    eight = await EightSegments.start();
    ({ opened, ledger } = eight);
  });
  afterEach(() => eight.stop());

  it('has a log a segment, which together have all, and accounts by the uid', async () => {
    await Promise.all(
      users(200).map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(150) }))),
    );
    const book = await opened.drawLog.book('1');
    expect(book.logs.map(({ log }) => log)).to.deep.equal(['root', '0', '1', '2', '3', '4', '5', '6', '7']);
    expect(book.awarded).to.deep.equal(new Map([['car', 150]]));
    expect(await ledger.awarded('1')).to.deep.equal({ counts: { car: 150 }, spent: 0 });

    const draws: DrawEntry[] = [];
    for (const { log, seq } of book.logs) {
      const all = await eight.entries(log, seq);
      expect(all.map((entry) => entry.seq)).to.deep.equal(all.map((_, index) => index + 1));
      draws.push(...all.filter((entry) => entry.kind === 'draw'));
    }
    expect(new Set(draws.map(({ uid }) => uid)).size).to.equal(200);
    const units = draws.flatMap(({ unit }) => (unit === null ? [] : [unit]));
    expect(units.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 150 }, (_, index) => index + 1));

    const accounts = await opened.drawLog.accounts('1', users(201));
    expect(accounts.map(({ uid }) => uid)).to.deep.equal(users(201));
    expect(accounts.map((account) => account.draws.drawNo)).to.deep.equal([...new Array(200).fill(1), 0]);
    const error = await opened.drawLog.entries('1', '8', 0, 1)[Symbol.asyncIterator]().next().catch(String);
    expect(error).to.include('no log 8');
  });

  it('fails the draw of an account with wins of another type, and no other draw of the batch or after it', async () => {
    const draw = (uid: string) => ledger.commit(sampleCommit('1', { uid, candidates: car(1000) }));
    for (let n = 0; n < 2; n++) await commitNext(ledger, '1', { uid: 'ann', candidates: car(1000) });
    const { client } = opened;
    const [key = ''] = await (client as Redis).keys('*:wins:ann');
    await client.set(key, 'no list');
    const uids = [...users(60), 'ann', ...users(20).map((uid) => `${uid}x`)];
    const results = await Promise.allSettled(uids.map(draw));
    expect(uids.filter((_, at) => results[at]?.status === 'rejected')).to.deep.equal(['ann']);
    expect(await Promise.all(users(60).map((uid) => draw(`${uid}y`)))).to.have.length(60);
  });

  it('sells each unit once to many processes, and all of them', async () => {
    const ledgers = await Promise.all(Array.from({ length: 8 }, () => eight.otherProcess()));
    const drawn = await Promise.all(
      users(2000).map((uid, index) => {
        const process = ledgers[index % ledgers.length] as Ledger;
        const candidates = [candidate('car', { limit: 7 }), candidate('coupon', { limit: 900, cost: 250 })];
        return process.commit(sampleCommit('1', { uid, candidates, budget: 100_100 }));
      }),
    );
    const units = (id: string) =>
      drawn
        .flatMap((result) =>
          result.kind === 'committed' && result.prizeId === id ? [result.unit as number] : [],
        )
        .sort((a, b) => a - b);
    expect(units('car')).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(units('coupon')).size).to.equal(400);
    expect(await ledger.awarded('1')).to.deep.equal({ counts: { car: 7, coupon: 400 }, spent: 100_000 });
    // 0 sold of what is left: the limit grows by one, and the budget by what it needs.
    const more = sampleCommit('1', {
      uid: 'late',
      candidates: [candidate('coupon', { limit: 900, cost: 250 })],
      budget: 100_250,
    });
    expect(await ledger.commit(more)).to.deep.include({ kind: 'committed', prizeId: 'coupon' });
    expect((await ledger.awarded('1')).spent).to.equal(100_250);
  });

  it('makes no call to the root for what is sold out', async () => {
    await Promise.all(users(100).map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(3) }))));
    const grants = async () => {
      const [, calls] = /cmdstat_evalsha:calls=(\d+)/.exec(await opened.client.info('commandstats')) ?? [];
      return Number(calls);
    };
    const before = await grants();
    for (const uid of users(100))
      await ledger.commit(sampleCommit('1', { uid: `x${uid}`, candidates: car(3) }));
    expect((await grants()) - before).to.equal(100);
  });

  it('takes no draw under a seed that is revealed, in no segment and however late it is closed', async () => {
    const [first, second] = [users(40), users(80).slice(40)];
    for (const uid of first) await ledger.commit(sampleCommit('1', { uid }));
    await ledger.reveal('1', 1, AT);
    for (const uid of second) {
      expect(await ledger.commit(sampleCommit('1', { uid }))).to.deep.equal({ kind: 'stale_seed' });
    }
    expect((await ledger.seed('1', OTHER_SECRET, 'secret')).no).to.equal(2);
    await ledger.reveal('1', 1, AT + 1);
    for (const uid of second) {
      expect(await ledger.commit(sampleCommit('1', { uid, seedNo: 2 }))).to.have.property(
        'kind',
        'committed',
      );
    }
    await ledger.reveal('1', 2, AT + 2);
    await ledger.reveal('1', 1, AT + 3);
    for (const uid of first) {
      expect(await commitNext(ledger, '1', { uid, seedNo: 2 })).to.deep.equal({ kind: 'stale_seed' });
    }
  });

  it('finishes a reveal that another process has begun, when draws go on', async () => {
    for (const uid of users(40)) await ledger.commit(sampleCommit('1', { uid }));
    const scripts = opened.client as unknown as { cmsReveal(): Promise<unknown> };
    const failing = sinon.stub(scripts, 'cmsReveal').rejects(new Error('ended'));
    expect(await ledger.reveal('1', 1, AT).catch(String)).to.include('DependencyError');
    failing.restore();
    const other = await eight.otherProcess();
    expect(await other.seed('1', OTHER_SECRET, 'any')).to.include({ no: 1, revealedAt: null });
    expect(await other.seed('1', OTHER_SECRET, 'secret')).to.include({ no: 2, secret: OTHER_SECRET });
    expect((await other.seeds('1')).map(({ revealedAt }) => revealedAt)).to.deep.equal([AT, null]);
    for (const uid of users(40)) {
      expect(await commitNext(other, '1', { uid, seedNo: 2 })).to.include({ kind: 'committed' });
    }
  });

  it('keeps its number of segments, whatever a later process asks for', async () => {
    for (const uid of users(20)) await ledger.commit(sampleCommit('1', { uid }));
    const other = await eight.open();
    for (const uid of users(20)) {
      expect((await over(2, other.ledger).commit(sampleCommit('1', { uid }))).kind).to.equal('conflict');
      expect((await other.ledger.read('1', uid)).draws.drawNo).to.equal(1);
    }
    expect((await other.drawLog.book('1')).logs).to.have.length(9);
  });

  it('has helps and earnings in the segments of their users', async () => {
    for (const uid of users(20)) {
      await ledger.earn(sampleEarning('1', { uid: `${uid}-earner` }));
      await ledger.help(sampleHelp('1', { uid }));
    }
    expect((await ledger.openHelps('1')).map(({ uid }) => uid).sort()).to.deep.equal(users(20).sort());
    for (const uid of users(20)) await ledger.closeHelp('1', uid);
    expect(await ledger.openHelps('1')).to.deep.equal([]);
    expect((await ledger.read('1', 'user-3-earner')).draws.earned).to.equal(2);
  });

  for (const [first, work] of Object.entries({
    earnings: () => eight.earnAll(users(100)),
    helps: () => Promise.all(users(100).map((uid) => ledger.help(sampleHelp('1', { uid })))),
    'a reveal': async () => {
      await ledger.commit(sampleCommit('1'));
      await ledger.reveal('1', 1, AT);
    },
  })) {
    it(`says in each segment how many there are, also where ${first} came first`, async () => {
      await work();
      expect(await eight.segmentsInBooks()).to.deep.equal(EACH_HAS_8);
    });
  }

  it('looks for another master when Redis refuses to write', async () => {
    // Units of the first prize lie in all segments, of the other one in none.
    await Promise.all(
      users(100).map((uid) => ledger.commit(sampleCommit('1', { uid, candidates: car(null) }))),
    );
    for (const candidates of [[], car(null), [candidate('new')]]) {
      const reconnected = once(opened.client, 'ready', { signal: AbortSignal.timeout(5000) });
      await opened.client.call('REPLICAOF', '127.0.0.1', '1');
      const error = await ledger
        .commit(sampleCommit('1', { uid: 'ann', candidates }))
        .catch((reason: unknown) => reason);
      expect(redisRefusalOf(error)).to.include('read-only replica');
      await reconnected;
      await opened.client.call('REPLICAOF', 'NO', 'ONE');
    }
    expect(await ledger.commit(sampleCommit('1', { uid: 'ann' }))).to.include({ kind: 'committed' });
  });
});
