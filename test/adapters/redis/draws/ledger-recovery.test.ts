import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { drawKeys } from '../../../../src/adapters/redis/draws/draw-keys.ts';
import { redisRefusalOf } from '../../../../src/adapters/redis/redis-refusal.ts';
import type { LogEntry } from '../../../../src/domain/draws/draw-log.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import {
  AT,
  car,
  commitNext,
  OTHER_SECRET,
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
  sampleRules,
} from '../../../contracts/sample-commits.ts';
import { openRedisLedger } from '../../../support/redis-ledger.ts';
import { startRedis, type TestRedis } from '../../../support/redis-server.ts';
import { until } from '../../../support/until.ts';

type Opened = Awaited<ReturnType<typeof openRedisLedger>>;

describe('A record in Redis that goes back', () => {
  let server: TestRedis;
  let own: Opened;
  let other: Opened;

  beforeEach(async () => {
    server = await startRedis();
    own = await openRedisLedger(server.url);
    other = await openRedisLedger(server.url);
    await own.ledger.seed('1', SECRET, 'secret');
  });
  afterEach(async () => {
    await Promise.all([own.close(), other.close()]);
    await server.stop();
  });

  const draws = async ({ ledger }: Opened, count: number) => {
    for (let n = 0; n < count; n++) await commitNext(ledger, '1', { candidates: car(null) });
  };

  async function expectHalted(work: Promise<unknown>): Promise<void> {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(DependencyError);
    expect(redisRefusalOf(error)).to.include('activity 1 has gone back').and.include('cms-market accept 1');
  }

  /** Writes what Redis has to its file, so that it can be brought back. */
  async function snapshot(): Promise<void> {
    await own.client.save();
    await copyFile(join(server.dir, 'dump.rdb'), join(server.dir, 'copy.rdb'));
  }

  async function restore(): Promise<void> {
    await server.kill();
    await copyFile(join(server.dir, 'copy.rdb'), join(server.dir, 'dump.rdb'));
    server = await startRedis({ port: server.port, dir: server.dir });
    await until(() => own.client.status === 'ready' && other.client.status === 'ready', {
      what: 'Redis to be back',
    });
  }

  async function entries(): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const batch of own.drawLog.entries('1', 'root', 0, 999)) all.push(...batch);
    return all;
  }

  it('is noticed by each write after a flush, and records nothing in any process', async () => {
    await draws(own, 3);
    await own.client.flushall();
    for (const read of [
      () => own.ledger.read('1', 'ann'),
      () => own.ledger.awarded('1'),
      () => own.ledger.wins('1', 'ann', null, 50),
      () => own.ledger.rules('1'),
      () => own.ledger.seeds('1'),
      () => own.ledger.openHelps('1'),
    ]) {
      await expectHalted(read());
    }
    await expectHalted(own.ledger.commit(sampleCommit('1')));
    for (const { ledger } of [own, other]) {
      await expectHalted(ledger.commit(sampleCommit('1')));
      await expectHalted(ledger.earn(sampleEarning('1')));
      await expectHalted(ledger.help(sampleHelp('1')));
      await expectHalted(ledger.announce('1', sampleRules(1)));
      await expectHalted(ledger.seed('1', OTHER_SECRET, 'secret'));
      await expectHalted(ledger.reveal('1', 1, AT));
    }
    expect(await own.client.keys('*')).to.have.members([drawKeys('1').book, 'cms:draw:activities']);
    expect(await own.client.hgetall(drawKeys('1').book)).to.have.all.keys('halted', 'segments', 'seen_epoch');
  });

  it('goes on after a flush that is accepted, with numbers after the lost ones', async () => {
    await draws(own, 3);
    await own.client.flushall();
    await expectHalted(own.ledger.commit(sampleCommit('1')));
    expect(await other.ledger.lost('1')).to.deep.equal([{ log: 'root', lostFrom: 1, lostTo: 3 }]);
    expect(own.ledger.refusals()).to.have.length(1);
    expect(await other.ledger.accept('1', AT)).to.deep.equal([{ log: 'root', lostFrom: 1, lostTo: 3 }]);
    expect(await other.ledger.lost('1')).to.equal(null);
    expect(await other.ledger.accept('1', AT)).to.equal(null);
    expect(await own.ledger.commit(sampleCommit('1'))).to.deep.equal({ kind: 'stale_seed' });
    expect(await own.ledger.seed('1', OTHER_SECRET, 'secret')).to.include({ no: 1, secret: OTHER_SECRET });
    await draws(own, 1);
    expect(own.ledger.refusals()).to.deep.equal([]);
    expect((await entries()).map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ['loss', 4],
      ['draw', 5],
    ]);
    expect((await entries())[0]).to.deep.equal({ kind: 'loss', seq: 4, at: AT, after: 0 });
    expect(await own.drawLog.activityIds()).to.deep.equal(['1']);
  });

  it('is noticed when an older copy comes back, and goes on from it when that is accepted', async () => {
    await draws(own, 2);
    await snapshot();
    await draws(own, 3);
    await restore();
    await expectHalted(own.ledger.commit(sampleCommit('1', { uid: 'bob' })));
    await expectHalted(other.ledger.commit(sampleCommit('1', { uid: 'cat' })));
    expect(await other.ledger.accept('1', AT)).to.deep.equal([{ log: 'root', lostFrom: 3, lostTo: 5 }]);
    // The seed is the same, and what else this process knows may be lost.
    expect(await commitNext(own.ledger, '1', {})).to.deep.equal({ kind: 'stale_seed' });
    expect(await own.ledger.seed('1', OTHER_SECRET, 'secret')).to.include({ no: 1, secret: SECRET });
    await draws(own, 1);
    expect((await entries()).map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ['draw', 1],
      ['draw', 2],
      ['loss', 6],
      ['draw', 7],
    ]);
    expect((await own.ledger.read('1', 'ann')).draws).to.deep.include({ drawNo: 3, won: { car: 3 } });
  });

  it('loses no number that only one of the processes has seen', async () => {
    await draws(own, 2);
    await draws(other, 2);
    await own.client.flushall();
    await expectHalted(own.ledger.commit(sampleCommit('1')));
    await expectHalted(other.ledger.commit(sampleCommit('1')));
    expect(await own.ledger.accept('1', AT)).to.deep.equal([{ log: 'root', lostFrom: 1, lostTo: 4 }]);
  });

  it('is noticed by a seed that another one took the number of', async () => {
    await own.client.flushall();
    await other.ledger.seed('1', OTHER_SECRET, 'secret');
    await expectHalted(own.ledger.commit(sampleCommit('1')));
    expect(await own.ledger.lost('1')).to.deep.equal([{ log: 'root', lostFrom: 1, lostTo: 0 }]);
    expect(await own.ledger.accept('1', AT)).to.deep.equal([{ log: 'root', lostFrom: 1, lostTo: 0 }]);
    // This process still has the seed that is lost.
    expect(await own.ledger.commit(sampleCommit('1'))).to.deep.equal({ kind: 'stale_seed' });
    expect(await own.ledger.seed('1', SECRET, 'secret')).to.include({ no: 1, secret: OTHER_SECRET });
    await draws(own, 1);
  });

  it('is noticed by a seed with a lower number, before any draw', async () => {
    await snapshot();
    await own.ledger.reveal('1', 1, AT);
    await own.ledger.seed('1', OTHER_SECRET, 'secret');
    await restore();
    await expectHalted(own.ledger.seed('1', OTHER_SECRET, 'any'));
    await expectHalted(other.ledger.commit(sampleCommit('1')));
  });

  it('takes no draw that was decided on an account that is lost, though it had as many draws', async () => {
    await draws(own, 2);
    await commitNext(own.ledger, '1', { uid: 'bob' });
    const lost = (await own.ledger.read('1', 'bob')).draws;
    await own.client.flushall();
    await expectHalted(own.ledger.commit(sampleCommit('1')));
    await own.ledger.accept('1', AT);
    await own.ledger.seed('1', OTHER_SECRET, 'secret');
    await commitNext(other.ledger, '1', { uid: 'bob', candidates: car(null) });
    const late = await own.ledger.commit(
      sampleCommit('1', { uid: 'bob', draws: lost, candidates: car(null) }),
    );
    if (late.kind !== 'conflict') throw new Error(`not a conflict: ${late.kind}`);
    expect(late.account.draws).to.deep.include({ drawNo: 1, won: { car: 1 } });
  });

  it('goes on after a second flush before the first was accepted, by an operator whose clock is behind', async () => {
    await draws(own, 3);
    for (let flush = 0; flush < 2; flush++) {
      await own.client.flushall();
      // A process notes it at most once a second.
      const isNoted = async () => {
        await expectHalted(own.ledger.commit(sampleCommit('1')));
        return (await own.client.hget(drawKeys('1').book, 'seen_epoch')) !== null;
      };
      await until(isNoted, { what: 'the epoch to be noted' });
    }
    expect(await other.ledger.accept('1', Date.now() - 3 * 3_600_000)).to.not.equal(null);
    expect(await own.ledger.commit(sampleCommit('1'))).to.deep.equal({ kind: 'stale_seed' });
    await own.ledger.seed('1', OTHER_SECRET, 'secret');
    await draws(own, 1);
  });

  it('is noticed by a process that has only read the rules by which it draws', async () => {
    await draws(own, 2);
    await other.ledger.seed('1', SECRET, 'secret');
    await snapshot();
    await own.ledger.announce('1', sampleRules(1));
    expect(await other.ledger.rules('1')).to.have.length(1);
    await restore();
    await expectHalted(other.ledger.commit(sampleCommit('1', { uid: 'bob' })));
  });
});
