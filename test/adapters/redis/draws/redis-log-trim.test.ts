import { expect } from 'chai';
import { drawKeys } from '../../../../src/adapters/redis/draws/draw-keys.ts';
import { RedisAccountSweep } from '../../../../src/adapters/redis/draws/redis-account-sweep.ts';
import { RedisLedger } from '../../../../src/adapters/redis/draws/redis-ledger.ts';
import { RedisLogTrim } from '../../../../src/adapters/redis/draws/redis-log-trim.ts';
import { LogMover } from '../../../../src/application/deliveries/log-mover.ts';
import { WholeDrawLog } from '../../../../src/application/draws/whole-draw-log.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/account.ts';
import type { DrawArchive } from '../../../../src/domain/draws/draw-archive.ts';
import type { DrawCommit } from '../../../../src/domain/draws/draw-ledger.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { AT, car, SECRET, sampleCommit } from '../../../contracts/sample-commits.ts';
import { over } from '../../../support/eight-segments.ts';
import { MemoryRelayStore } from '../../../support/memory-relay-store.ts';
import { openRedisLedger } from '../../../support/redis-ledger.ts';
import { startRedis, type TestRedis } from '../../../support/redis-server.ts';

const USERS = Array.from({ length: 900 }, (_, index) => `user-${index}`);

for (const segments of [1, 8]) {
  describe(`logs in Redis that are trimmed, with ${segments} segments`, () => {
    let server: TestRedis;
    let opened: Awaited<ReturnType<typeof openRedisLedger>>;
    let archive: MemoryRelayStore;
    let trim: RedisLogTrim;
    let commits: DrawCommit[];
    /** A ledger that has this archive. */
    let withArchive: (store: DrawArchive) => RedisLedger;

    beforeEach(async () => {
      server = await startRedis();
      opened = await openRedisLedger(server.url);
      archive = new MemoryRelayStore();
      trim = new RedisLogTrim(opened.client);
      const ledger = over(segments, opened.ledger);
      const { epoch } = await ledger.seed('1', SECRET, 'secret');
      commits = USERS.map((uid) => ({
        ...sampleCommit('1', { uid, candidates: car(300) }),
        epoch,
        segments,
      }));
      for (const commit of commits.slice(0, 10)) await ledger.commit(commit);
      await Promise.all(commits.slice(10).map((commit) => ledger.commit(commit)));
      withArchive = (store) => new RedisLedger(opened.client, { archive: store });
    });
    afterEach(async () => {
      await opened.close();
      await server.stop();
    });

    async function moveAll(): Promise<void> {
      const common = { vault: null, clock: { now: () => AT }, errorReporter: { report: () => {} } };
      const mover = new LogMover({ tail: opened.drawLog, store: archive, ...common });
      for (const log of await opened.drawLog.logNames('1')) {
        await mover.move('1', log, undefined, { mayGoOn: () => true, onBehind: () => {} });
      }
    }
    async function trimAll(): Promise<boolean[]> {
      const cursors = await archive.cursors('1');
      return Promise.all(cursors.map((cursor) => trim.trim('1', cursor, cursor.seq)));
    }
    async function lengths(): Promise<number> {
      const keys = await opened.client.keys('cms:draw:*:log');
      const all = await Promise.all(keys.map((key) => opened.client.xlen(key)));
      return all.reduce((sum, length) => sum + length, 0);
    }
    const first = () => commits[0] as DrawCommit;
    async function trimmed(): Promise<void> {
      await moveAll();
      expect(await trimAll()).to.not.include(false);
    }

    it('keep the entry at the cursor and the node that it is in, and archive and tail are one', async () => {
      await trimmed();
      expect(await lengths()).to.be.below(segments * 100 + 1);
      const whole = new WholeDrawLog(opened.drawLog, archive);
      const ids: string[] = [];
      for (const { log, seq } of (await whole.book('1')).logs) {
        for await (const batch of whole.entries('1', log, 0, seq)) {
          for (const entry of batch) if (entry.kind === 'draw') ids.push(entry.drawId);
        }
      }
      expect(ids.sort()).to.deep.equal(commits.map(({ drawId }) => drawId).sort());
    });

    it('have repeated draws in the archive, for reads and for commits', async () => {
      await trimmed();
      const ledger = withArchive(archive);
      for (const commit of commits.slice(0, 3)) {
        const { draws, booked } = await ledger.read('1', commit.uid, commit.requestId);
        expect(booked).to.include({ drawId: commit.drawId, drawNo: 1 });
        expect(draws.drawNo).to.equal(1);
        // By an account that is not the one of now, as a process has it that did not see the draw.
        const again = await ledger.commit({ ...commit, drawId: 'another', draws: NO_DRAWS });
        expect(again).to.have.nested.property('account.booked.drawId', commit.drawId);
      }
      expect((await ledger.read('1', first().uid, 'a-new-request')).booked).to.equal(null);
    });

    it('make a repeated draw a fault where the archive is away, late, or of another history', async () => {
      await trimmed();
      const away = async (): Promise<never> => {
        throw new DependencyError('record store', 'away');
      };
      const entryOf = (entry: DrawArchive['entry']) =>
        Object.assign(Object.create(archive) as DrawArchive, { entry });
      const other: DrawArchive['entry'] = async (...args) => {
        const entry = await archive.entry(...args);
        return entry?.kind === 'draw' ? { ...entry, requestId: 'of-another-draw' } : entry;
      };
      for (const store of [
        entryOf(away),
        entryOf(() => new Promise(() => {})),
        entryOf(async () => null),
        entryOf(other),
      ]) {
        const ledger = withArchive(store);
        const { uid, requestId } = first();
        const read = await ledger.read('1', uid, requestId).catch((error: unknown) => error);
        expect(read).to.be.instanceOf(DependencyError);
        const again = await ledger.commit(first()).catch((error: unknown) => error);
        expect(again).to.be.instanceOf(DependencyError);
        expect((await ledger.read('1', uid)).draws.drawNo).to.equal(1);
      }
    });

    it('are left as they are where they have another entry at the cursor', async () => {
      await moveAll();
      const before = await lengths();
      const cursors = await archive.cursors('1');
      for (const cursor of cursors) {
        expect(await trim.trim('1', { ...cursor, mark: 'draw another' }, cursor.seq)).to.equal(false);
        expect(await trim.trim('1', { ...cursor, seq: cursor.seq + 1 }, cursor.seq)).to.equal(false);
      }
      expect(await lengths()).to.equal(before);
    });

    it('take no draws when they were found to have gone back, until that is accepted', async () => {
      const ledger = over(segments, opened.ledger);
      const log = segments === 1 ? 'root' : '3';
      const end = (await opened.drawLog.book('1')).logs.find((each) => each.log === log)?.seq ?? 0;
      await opened.ledger.stop('1', log, end + 20);
      const refused = await ledger
        .commit(sampleCommit('1', { uid: 'late' }))
        .catch((error: unknown) => error);
      expect(String(refused)).to.match(/has gone back/);
      expect(await opened.ledger.lost('1')).to.deep.equal([{ log, lostFrom: end + 1, lostTo: end + 20 }]);
      await opened.ledger.accept('1', AT);
      await ledger.seed('1', SECRET, 'secret');
      expect(await ledger.commit(sampleCommit('1', { uid: 'late' }))).to.have.property('kind', 'committed');
      expect((await opened.drawLog.slice('1', log, end + 1, 1))[0]).to.include({
        kind: 'loss',
        seq: end + 21,
      });
    });

    it('take draws as before, and all accounts are removed at last', async () => {
      await trimmed();
      const ledger = over(segments, opened.ledger);
      expect(await ledger.commit(sampleCommit('1', { uid: 'late' }))).to.have.property('kind', 'committed');
      await moveAll();
      const whole = new WholeDrawLog(opened.drawLog, archive);
      await new RedisAccountSweep(opened.client, whole).sweep('1', AT);
      expect(await opened.client.keys(`${drawKeys('1').account('')}*`)).to.deep.equal([]);
      expect(await opened.client.keys('cms:draw:*:user:*')).to.deep.equal([]);
    });
  });
}
