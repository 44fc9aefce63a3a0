import { once } from 'node:events';
import { expect } from 'chai';
import { drawKeys } from '../../../../../src/adapters/redis/draws/draw-keys.ts';
import { RedisRecord } from '../../../../../src/adapters/redis/draws/redis-record.ts';
import { RedisUnitStores } from '../../../../../src/adapters/redis/draws/segments/redis-unit-stores.ts';
import { redisRefusalOf } from '../../../../../src/adapters/redis/redis-refusal.ts';
import type { DrawCommit } from '../../../../../src/domain/draws/draw-ledger.ts';
import type { Ledger } from '../../../../../src/domain/draws/ledger.ts';
import { segmentOf } from '../../../../../src/domain/draws/segments/segment-of.ts';
import {
  AT,
  candidate,
  car,
  commitNext,
  OTHER_SECRET,
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
  sampleRules,
} from '../../../../contracts/sample-commits.ts';
import { EACH_HAS_8, EightSegments, over, tags, users } from '../../../../support/eight-segments.ts';
import { openSegments } from '../../../../support/redis-units.ts';
import { until } from '../../../../support/until.ts';

describe('an activity over 8 segments that has lost something', () => {
  let eight: EightSegments;
  let opened: EightSegments['opened'];
  let ledger: Ledger;

  beforeEach(async () => {
    eight = await EightSegments.start();
    ({ opened, ledger } = eight);
  });
  afterEach(() => eight.stop());

  const dumpOf = (keys: readonly string[]) =>
    Promise.all(keys.map(async (key) => [key, await opened.client.dumpBuffer(key)] as const));

  async function setBack(keys: readonly string[], work: () => Promise<unknown>): Promise<void> {
    const before = await dumpOf(keys);
    await work();
    for (const [key, value] of before) {
      await opened.client.del(key);
      if (value) await opened.client.restore(key, 0, value);
    }
  }

  async function drawAll(
    process: Ledger,
    from: number,
    count: number,
    limit: number | null,
    changes: Partial<DrawCommit> = {},
  ) {
    const results = await Promise.allSettled(
      users(from + count)
        .slice(from)
        .map((uid) => process.commit(sampleCommit('1', { uid, candidates: car(limit), ...changes }))),
    );
    return results.flatMap((result) =>
      result.status === 'fulfilled' && result.value.kind === 'committed' && result.value.unit !== null
        ? [result.value.unit]
        : [],
    );
  }

  for (const part of ['a segment goes back', 'the root goes back', 'the root is emptied'] as const) {
    it(`goes on after ${part}, and awards nothing twice`, async () => {
      const lost = drawKeys(part === 'a segment goes back' ? (tags[3] as string) : '1');
      const units = await drawAll(ledger, 0, 100, 1000);
      const names =
        part === 'a segment goes back' ? [lost.book, lost.log, lost.units] : [lost.book, lost.stock];
      await setBack(names, async () => {
        units.push(...(await drawAll(ledger, 100, 400, 1000)));
        if (part === 'the root is emptied') await opened.client.del(lost.book, lost.stock);
      });
      if (part === 'the root is emptied') await opened.client.del(lost.book, lost.stock, lost.seeds);
      // Where the units of a segment last, draws do not ask the root.
      units.push(...(await drawAll(ledger, 500, 1500, 1000)));
      const recovery = opened.ledger;
      expect(await recovery.lost('1')).to.not.equal(null);
      expect(await recovery.accept('1', AT)).to.not.equal(null);
      expect(await recovery.lost('1')).to.equal(null);
      await recovery.seed('1', OTHER_SECRET, 'secret');
      const process = await eight.otherProcess();
      const later = await drawAll(process, 2000, 2000, 1000);
      expect(new Set([...units, ...later]).size).to.equal(units.length + later.length);
      expect(Math.max(...units, ...later)).to.be.at.most(1000);
      expect(units.length + later.length).to.be.within(part === 'a segment goes back' ? 850 : 700, 1000);
      expect(await drawAll(process, 4000, 100, 1000)).to.deep.equal([]);
      expect(await eight.segmentsInBooks()).to.deep.equal(EACH_HAS_8);
    });
  }

  for (const root of ['stays', 'goes back, too', 'is emptied'] as const) {
    it(`spends no more than the budget after a segment goes back and the root ${root}`, async () => {
      const money = { candidates: [candidate('coupon', { cost: 10 })], budget: 5000 };
      const drawCoupons = (process: Ledger, from: number, count: number) =>
        drawAll(process, from, count, null, money);
      const lost = drawKeys(tags[3] as string);
      const { book, stock } = drawKeys('1');
      const units = await drawCoupons(ledger, 0, 100);
      await setBack(
        [lost.book, lost.log, lost.units, ...(root === 'stays' ? [] : [book, stock])],
        async () => {
          // What the root grants to a segment and both forget, nobody knows of.
          units.push(...(await drawCoupons(ledger, 100, root === 'stays' ? 300 : 80)));
        },
      );
      if (root === 'is emptied') await opened.client.del(book, stock);
      units.push(...(await drawCoupons(ledger, 500, 1000)));
      expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
      await opened.ledger.seed('1', OTHER_SECRET, 'secret');
      const process = await eight.otherProcess();
      units.push(...(await drawCoupons(process, 2000, 1000)));
      expect(10 * units.length).to.be.within(3500, 5000);
      // A segment that reports what it has won does not lower what is spent, so it is sold out everywhere.
      const none = { kind: 'committed', prizeId: null, unit: null };
      for (const uid of users(40)) {
        expect(await process.commit(sampleCommit('1', { uid: `late-${uid}`, ...money }))).to.deep.equal(none);
      }

      const all = await opened.drawLog.book('1');
      const logs = await Promise.all(all.logs.map(({ log, seq }) => eight.entries(log, seq)));
      const draws = logs.flat().flatMap((entry) => (entry.kind === 'draw' ? [entry] : []));
      expect(all.spent).to.equal(draws.reduce((sum, { cost }) => sum + cost, 0));
    });
  }

  it('finds its segments after the root is emptied, where they began with earnings', async () => {
    // It never drew, so it knows of no segments.
    const stranger = await eight.otherProcess();
    await stranger.seed('1', SECRET, 'any');
    await eight.earnAll(users(100).map((uid) => `${uid}-earner`));
    const units = await drawAll(ledger, 0, 500, 1000);
    const { book, stock, seeds } = drawKeys('1');
    await opened.client.del(book, stock, seeds);
    expect(String(await stranger.seed('1', SECRET, 'any').catch(String))).to.include('DependencyError');

    const operator = await eight.otherProcess();
    expect(await operator.lost('1')).to.not.equal(null);
    expect(await operator.accept('1', AT)).to.not.equal(null);
    const process = await eight.otherProcess();
    await process.seed('1', OTHER_SECRET, 'secret');
    const later = await drawAll(process, 2000, 2000, 1000);
    expect(new Set([...units, ...later]).size).to.equal(units.length + later.length);
    expect(units.length + later.length).to.be.within(700, 1000);
  });

  const refusalOf = async (work: Promise<unknown>) =>
    redisRefusalOf(await work.catch((reason: unknown) => reason));
  const GONE_BACK = /^the record of activity 1 has gone back/;

  async function emptySegments(...segments: readonly number[]): Promise<void> {
    for (const segment of segments) {
      const { book, log, units } = drawKeys(tags[segment] as string);
      await opened.client.del(book, log, units);
    }
  }

  it('notes the loss in each segment that is empty, also where nobody has come since', async () => {
    await drawAll(ledger, 0, 40, null);
    const segment = segmentOf('ann', 8);
    const emptied = [segment, (segment + 1) % 8];
    await emptySegments(...emptied);
    const stranger = await eight.otherProcess();
    expect(await refusalOf(stranger.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect(await stranger.accept('1', AT)).to.not.equal(null);
    for (const each of emptied) {
      expect((await eight.entries(`${each}`, 999)).map(({ kind }) => kind)).to.deep.equal(['loss']);
    }
  });

  for (const [what, change] of Object.entries({
    'a draw': (to: Ledger, uid: string) => to.commit(sampleCommit('1', { uid })),
    'an earning': (to: Ledger, uid: string) => to.earn(sampleEarning('1', { uid })),
    'a help': (to: Ledger, uid: string) => to.help(sampleHelp('1', { uid })),
    'a reveal': (to: Ledger) => to.reveal('1', 1, AT),
  })) {
    it(`stops in all parts at ${what} where a segment has lost its record, by whoever comes next`, async () => {
      await drawAll(ledger, 0, 40, null);
      // It has never drawn there.
      const process = await eight.otherProcess();
      await process.seed('1', SECRET, 'secret');
      await emptySegments(segmentOf('ann', 8));
      expect(await refusalOf(change(process, 'ann'))).to.match(GONE_BACK);
      for (const uid of users(40)) {
        for (const each of [ledger, process]) expect(await refusalOf(change(each, uid))).to.match(GONE_BACK);
      }
      expect(await refusalOf(process.reveal('1', 1, AT))).to.match(GONE_BACK);
      expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
      for (const each of [ledger, process]) await each.seed('1', OTHER_SECRET, 'secret');
      const { no: seedNo } = await process.seed('1', OTHER_SECRET, 'secret');
      expect(await drawAll(process, 100, 40, null, { seedNo })).to.have.length(40);
      expect(await eight.segmentsInBooks()).to.deep.equal(EACH_HAS_8);
    });
  }

  it('stops when another process has begun a new record in its place', async () => {
    await drawAll(ledger, 0, 40, null);
    const idle = await eight.otherProcess();
    await idle.seed('1', SECRET, 'secret');
    await opened.client.flushall();
    const stranger = await eight.otherProcess();
    await stranger.seed('1', OTHER_SECRET, 'secret');
    await drawAll(stranger, 0, 400, null);
    expect(await refusalOf(idle.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect(await refusalOf(stranger.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect(await refusalOf(ledger.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
    for (const each of [ledger, idle, stranger]) {
      expect(await each.commit(sampleCommit('1'))).to.deep.equal({ kind: 'stale_seed' });
      expect(await each.seed('1', SECRET, 'secret')).to.include({ secret: OTHER_SECRET });
    }
    expect(await commitNext(idle, '1', { candidates: car(null) })).to.include({ kind: 'committed' });
  });

  it('stops again when it is emptied a second time, or comes back as it was between two losses', async () => {
    await drawAll(ledger, 0, 40, null);
    const acceptLoss = async () => {
      await opened.client.flushall();
      expect(await refusalOf(ledger.commit(sampleCommit('1')))).to.match(GONE_BACK);
      expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
      await ledger.seed('1', OTHER_SECRET, 'secret');
    };
    await acceptLoss();
    const before = await dumpOf(await opened.client.keys('*'));
    const process = await eight.otherProcess();
    await process.seed('1', SECRET, 'secret');
    await acceptLoss();
    expect(await process.commit(sampleCommit('1'))).to.deep.equal({ kind: 'stale_seed' });
    await process.seed('1', SECRET, 'secret');

    await opened.client.flushall();
    for (const [key, value] of before) await opened.client.restore(key, 0, value);
    expect(await refusalOf(process.commit(sampleCommit('1', { uid: 'new' })))).to.match(GONE_BACK);
  });

  it('is opened by another process where one ended in the middle, with the number of segments that the first wanted', async () => {
    const script = opened.client as unknown as Record<
      'cmsSegments' | 'cmsOpen',
      (...args: unknown[]) => Promise<string[]>
    >;
    const { book } = drawKeys('1');
    const [, epoch] = await script.cmsSegments(book, 0, 8, '');
    for (const tag of tags.slice(0, 3)) await script.cmsOpen(drawKeys(tag).book, 0, epoch, '', 8);
    expect(await opened.client.hget(book, 'segments')).to.equal(null);
    const other = await eight.open();
    for (const uid of users(40))
      expect(await over(2, other.ledger).commit(sampleCommit('1', { uid }))).to.include({
        kind: 'committed',
      });
    expect(await eight.segmentsInBooks()).to.deep.equal(EACH_HAS_8);
    expect(await opened.client.hmget(book, 'segments', 'opening')).to.deep.equal(['8', null]);
  });

  it('may have another number of segments after all of it was lost, in each process', async () => {
    await drawAll(ledger, 0, 40, null);
    await opened.client.flushall();
    const other = await eight.open();
    const two = over(2, other.ledger);
    await two.seed('1', OTHER_SECRET, 'secret');
    await drawAll(two, 0, 40, null);
    expect(await refusalOf(ledger.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
    for (const each of [ledger, two]) await each.seed('1', SECRET, 'secret');
    for (const uid of users(40)) {
      expect((await ledger.read('1', uid)).draws.drawNo, uid).to.equal(1);
      expect(await commitNext(ledger, '1', { uid })).to.include({ kind: 'committed' });
      expect((await two.read('1', uid)).draws.drawNo, uid).to.equal(2);
    }
  });

  it('moves no units by what was before an accepted loss', async () => {
    const record = new RedisRecord(opened.client);
    await openSegments(record, '1', 8);
    const late = new RedisUnitStores(record);
    const request = {
      prizeId: 'car',
      received: 0,
      won: 0,
      wonValue: 0,
      segments: 8,
      limit: 10,
      cost: 0,
      budget: null,
    };
    const granted = await late.grant('1', { ...request, segment: 0 });
    if (granted.kind !== 'lot') throw new Error('no lot');
    await drawAll(ledger, 0, 1, 10);
    await opened.client.flushall();
    expect(await refusalOf(ledger.commit(sampleCommit('1', { uid: 'user-0' })))).to.match(GONE_BACK);
    await opened.ledger.accept('1', AT);
    expect(await late.deposit('1', 0, 'car', granted.lot).catch(String)).to.include(
      'a loss was accepted meanwhile',
    );
    // Nor does it stop draws, because it found the loss before.
    const { book, stock } = drawKeys('1');
    const epoch = record.epochOf('1');
    expect(await record.segmentScripts.cmsHalt(book, stock, 0, 0, epoch, 8)).to.equal(0);
    await ledger.seed('1', OTHER_SECRET, 'secret');
    expect((await drawAll(ledger, 0, 100, 10)).sort((a, b) => a - b)).to.deep.equal([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('goes on at the first accept, though users keep drawing and earning', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => eight.otherProcess()));
    let isOver = false;
    let drawn = 0;
    const user = async (process: Ledger, index: number) => {
      for (let no = 0; !isOver; no++) {
        const uid = `${index}-${no}`;
        const change = await process.commit(sampleCommit('1', { uid })).catch(() => null);
        if (change?.kind === 'committed') drawn += 1;
        else await process.seed('1', OTHER_SECRET, 'secret').catch(() => null);
        await process.earn(sampleEarning('1', { uid: `${uid}-earner` })).catch(() => null);
      }
    };
    const users = Array.from({ length: 16 }, (_, index) => user(processes[index % 4] as Ledger, index));
    for (let loss = 0; loss < 5; loss++) {
      const before = drawn;
      await until(() => drawn > before + 100, { what: 'draws' });
      await opened.client.flushall();
      // Each of them has been refused, and so has noted what it has seen.
      await until(() => processes.every((process) => process.refusals().length > 0), { what: 'refusals' });
      const results = await Promise.allSettled([1, 2].map(() => opened.ledger.accept('1', AT)));
      const accepted = results.filter((each) => each.status === 'fulfilled' && each.value !== null);
      expect(accepted).to.have.length(1);
      expect(await opened.ledger.lost('1'), `loss ${loss}`).to.equal(null);
    }
    isOver = true;
    await Promise.all(users);
    expect(await opened.ledger.lost('1')).to.equal(null);
  });

  for (const wanted of [1, 2, 4, 8, 16]) {
    it(`begins no new root beside its segments, when a process that knows nothing wants ${wanted}`, async () => {
      const units = await drawAll(ledger, 0, 60, 1000);
      const { book, stock, seeds, log } = drawKeys('1');
      await opened.client.del(book, stock, seeds, log);
      const other = await eight.open();
      const process = over(wanted, other.ledger);
      await process.seed('1', OTHER_SECRET, 'secret');
      expect(await refusalOf(process.commit(sampleCommit('1')))).to.match(GONE_BACK);
      expect(await refusalOf(process.seed('1', OTHER_SECRET, 'secret'))).to.match(GONE_BACK);
      expect(process.refusals()).to.have.length(1);
      expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
      await process.seed('1', OTHER_SECRET, 'secret');
      const later = await drawAll(process, 1000, 60, 1000);
      expect(new Set([...units, ...later]).size).to.equal(120);
      expect((await other.drawLog.book('1')).logs).to.have.length(9);
    });
  }

  it('takes no earning that was decided before an accepted loss, nor into the segments of then', async () => {
    await eight.earnAll(users(40));
    await opened.client.flushall();
    expect(await refusalOf(ledger.earn(sampleEarning('1', { uid: 'x' })))).to.match(GONE_BACK);
    const operator = await eight.otherProcess();
    await opened.client.hset(drawKeys('1').book, 'segments', 2);
    expect(await operator.accept('1', AT)).to.not.equal(null);
    for (const uid of users(40)) {
      for (const change of [
        ledger.earn(sampleEarning('1', { uid })),
        ledger.help(sampleHelp('1', { uid })),
      ]) {
        const refused = await change.then(
          ({ kind }) => kind,
          (error: Error) => error.message,
        );
        expect(refused).to.be.oneOf(['stale_seed', 'draw ledger: a loss was accepted meanwhile']);
      }
    }
    await ledger.seed('1', OTHER_SECRET, 'secret');
    const other = await eight.open();
    for (const uid of users(40)) {
      expect(await ledger.earn(sampleEarning('1', { uid }))).to.deep.equal({ kind: 'recorded' });
      expect((await other.ledger.read('1', uid)).draws.earned).to.equal(2);
    }
    expect((await other.drawLog.book('1')).logs).to.have.length(3);
    expect(await operator.lost('1')).to.equal(null);
    expect(opened.ledger.refusals()).to.deep.equal([]);
  });

  it('looks at the root again after a connection was lost, before a draw by rules that it had', async () => {
    await drawAll(ledger, 0, 40, null);
    const other = await eight.open();
    const process = over(8, other.ledger);
    await process.seed('1', SECRET, 'secret');
    const { book, log, rules, texts } = drawKeys('1');
    await setBack([book, log, rules, texts], async () => {
      await ledger.announce('1', sampleRules(1));
      expect(await process.rules('1')).to.have.length(1);
      expect(await process.commit(sampleCommit('1', { uid: 'before' }))).to.include({ kind: 'committed' });
    });
    const reconnected = once(other.client, 'ready');
    other.client.disconnect(true);
    await reconnected;
    expect(await refusalOf(process.commit(sampleCommit('1', { uid: 'after' })))).to.match(GONE_BACK);
  });

  it('says so in a process that starts while it is halted, also after an earlier accept', async () => {
    for (let loss = 0; loss < 2; loss++) {
      await drawAll(ledger, 100 * loss, 40, null);
      await emptySegments(segmentOf('ann', 8));
      expect(await refusalOf(ledger.commit(sampleCommit('1')))).to.match(GONE_BACK);
      const newcomer = await eight.otherProcess();
      expect(await refusalOf(newcomer.seed('1', OTHER_SECRET, 'secret'))).to.match(GONE_BACK);
      expect(newcomer.refusals()).to.have.length(1);
      expect(await opened.ledger.accept('1', AT)).to.not.equal(null);
      await ledger.seed('1', OTHER_SECRET, 'secret');
    }
  });

  it('can be accepted where only the root is lost, whatever the clocks said and whoever noticed', async () => {
    await drawAll(ledger, 0, 40, null);
    await opened.client.flushall();
    expect(await refusalOf(ledger.commit(sampleCommit('1')))).to.match(GONE_BACK);
    // The clock of the operator is ahead of that of Redis.
    expect(await opened.ledger.accept('1', Date.now() + 3_600_000)).to.not.equal(null);
    await ledger.seed('1', SECRET, 'secret');
    const units = await drawAll(ledger, 0, 40, null);
    const { book, stock, seeds, log } = drawKeys('1');
    await opened.client.del(book, stock, seeds, log);
    const operator = await eight.otherProcess();
    expect((await operator.lost('1'))?.map((loss) => loss.log)).to.deep.equal(['root']);

    const newcomer = await eight.otherProcess();
    await newcomer.seed('1', OTHER_SECRET, 'secret');
    expect(await refusalOf(newcomer.commit(sampleCommit('1')))).to.match(GONE_BACK);
    expect((await operator.accept('1', AT))?.map((loss) => loss.log)).to.include('root');
    for (const each of [ledger, newcomer]) await each.seed('1', OTHER_SECRET, 'secret');
    units.push(...(await drawAll(newcomer, 100, 40, null)));
    expect(new Set(units).size).to.equal(80);
    expect(await operator.lost('1')).to.equal(null);
  });
});
