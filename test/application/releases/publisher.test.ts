import { expect } from 'chai';
import { SqlLease } from '../../../src/adapters/sql/records/sql-lease.ts';
import { DueReleases } from '../../../src/application/releases/due-releases.ts';
import { Publisher } from '../../../src/application/releases/publisher.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { Clock } from '../../../src/domain/shared/clock.ts';
import type { Lease } from '../../../src/domain/shared/lease.ts';
import { DraftShift } from './draft-shift.ts';
import { FakeTime } from './fake-time.ts';
import { Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

const SERVED_WITHIN_MS = 1000;

interface MachineOptions {
  readonly drafts?: MemoryDrafts | null;
  readonly hasLease?: boolean;
  readonly clock?: Clock;
}

describe('Publisher', () => {
  let time: FakeTime;
  let world: World;
  let machines: { readonly faults: Faults; readonly publisher: Publisher }[];
  let count = 0;

  beforeEach(async () => {
    time = new FakeTime();
    world = await openWorld(time.clock);
    machines = [];
  });
  afterEach(async () => {
    for (const { faults, publisher } of machines) {
      faults.isAway = false;
      const closing = publisher.close();
      await time.pass(3500);
      await closing;
    }
    await world.close();
    time.restore();
  });

  function machineOf({
    drafts = new MemoryDrafts(),
    hasLease = true,
    clock = time.clock,
  }: MachineOptions = {}) {
    const faults = new Faults();
    const shift = new DraftShift(world, drafts ?? new MemoryDrafts(), { isOneMachine: !hasLease, faults });
    const due: string[] = [];
    const reported: string[] = [];
    const errorReporter = { report: (fault: string) => reported.push(fault) };
    const { scheduled, changes } = world;
    const may = { mayWrite: async () => true };
    const publisher = new Publisher({
      drafts,
      draftPublisher: shift.publisher,
      dueReleases: new DueReleases({
        ...{ scheduled: faults.on(scheduled), changes: faults.on(changes), clock, errorReporter },
        check: () => [],
        writeDraft: async () => {},
        events: {
          published: (id, no) => due.push(`${id} ${no}`),
          cancelled: (_, reason) => due.push(reason),
        },
      }),
      lease: hasLease ? faults.on<Lease>(new SqlLease(world.records, 'publish')) : null,
      holder: `machine-${++count}`,
      mayWrite: () => may.mayWrite(),
      clock,
      errorReporter,
    });
    const machine = { publisher, shift, faults, due, reported, may };
    machines.push(machine);
    return machine;
  }
  async function started(options: MachineOptions = {}) {
    const machine = machineOf(options);
    const starting = machine.publisher.start();
    let isStarted = false;
    void starting.then(() => {
      isStarted = true;
    });
    await time.until(() => isStarted, 5000);
    return machine;
  }
  const schedule = (activityId: string, title: string, inMs: number) =>
    world.scheduled.add({
      ...{ id: `${activityId}-${title}`, activityId, dueAt: time.now() + inMs, besideNo: 0 },
      ...{ ...contentOf(textOf(title), {}), author: 'ann', note: '' },
    });
  const titles = () => world.titles('a');

  for (const hasLease of [true, false]) {
    describe(hasLease ? 'with a lease' : 'alone on the file of its machine', () => {
      it('has published all drafts when it has started, and then follows them', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        await started({ drafts, hasLease });
        expect(await titles()).to.deep.equal(['one']);
        drafts.edit('a', 'two');
        await time.pass(SERVED_WITHIN_MS);
        expect(await titles()).to.deep.equal(['one', 'two']);
        expect(drafts.looks).to.equal(1);
      });

      it('starts without a store, and publishes when it is there', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const machine = machineOf({ drafts, hasLease });
        machine.faults.isAway = true;
        const starting = machine.publisher.start();
        await time.pass(1000);
        await starting;
        await time.pass(20_000);
        machine.faults.isAway = false;
        await time.pass(2000);
        expect(await titles()).to.deep.equal(['one']);
        drafts.edit('a', 'two');
        await time.pass(SERVED_WITHIN_MS);
        expect(await titles()).to.deep.equal(['one', 'two']);
      });

      it('publishes what was edited while the store was away when it is back, and only the latest', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { faults } = await started({ drafts, hasLease });
        faults.isAway = true;
        for (const title of ['two', 'three', 'four']) {
          drafts.edit('a', title);
          await time.pass(20_000);
        }
        faults.isAway = false;
        await time.pass(2000);
        expect(await titles()).to.deep.equal(['one', 'four']);
      });

      it('publishes by command alone where it follows no drafts, and writes nothing while it waits', async () => {
        await started({ drafts: null, hasLease });
        const { findings } = await world.feed.since(0);
        expect(findings, 'it says that it has looked').to.equal(1);
        await time.pass(30_000);
        expect((await world.feed.since(0)).findings).to.equal(1);
        await schedule('a', 'planned', 1000);
        await time.pass(2000);
        expect(await titles()).to.deep.equal(['planned']);
      });

      it('publishes nothing while it may not write, and looks anew when it may', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { may } = await started({ drafts, hasLease });
        may.mayWrite = async () => false;
        await time.pass(2000);
        expect(drafts.isFollowed).to.equal(false);
        drafts.edit('a', 'two');
        await schedule('b', 'planned', 0);
        await time.pass(10_000);
        expect(await titles()).to.deep.equal(['one']);
        expect(await world.titles('b')).to.deep.equal([]);
        may.mayWrite = async () => true;
        await time.pass(3000);
        expect(await titles()).to.deep.equal(['one', 'two']);
        expect(await world.titles('b')).to.deep.equal(['planned']);
      });

      it('looks anew where it could not write for a moment while it looked', async () => {
        const drafts = new MemoryDrafts({ a: 'one', b: 'one' });
        const machine = machineOf({ drafts, hasLease });
        let goOn = () => {};
        const hanging = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        // The first call of the look, after the one for the lease.
        machine.faults.plan = (call) => (call === (hasLease ? 2 : 1) ? hanging : null);
        void machine.publisher.start();
        await time.pass(100);
        machine.may.mayWrite = async () => false;
        await time.pass(2000);
        machine.may.mayWrite = async () => true;
        await time.pass(2000);
        goOn();
        await time.pass(4000);
        expect(drafts.followers).to.equal(1);
        expect(await titles()).to.deep.equal(['one']);
        drafts.edit('a', 'two');
        await time.pass(SERVED_WITHIN_MS);
        expect(await titles()).to.deep.equal(['one', 'two']);
      });

      it('goes on while it cannot be known whether it may write, and reports that', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { may, reported } = await started({ drafts, hasLease });
        may.mayWrite = () => Promise.reject(new Error('Redis is away'));
        await time.pass(20_000);
        drafts.edit('a', 'two');
        await time.pass(SERVED_WITHIN_MS);
        expect(await titles()).to.deep.equal(['one', 'two']);
        expect(reported).to.include('it cannot be known whether the record store may be written');
      });

      it('ends with what waits published, and then follows nothing', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { publisher } = await started({ drafts, hasLease });
        drafts.edit('a', 'two');
        const closing = publisher.close();
        await time.pass(1000);
        await closing;
        expect(await titles()).to.deep.equal(['one', 'two']);
        drafts.edit('a', 'three');
        await schedule('b', 'planned', 0);
        await time.pass(10_000);
        expect(await titles()).to.deep.equal(['one', 'two']);
        expect(await world.titles('b')).to.deep.equal([]);
      });

      it('ends within 3 s and without an error, also while the store is away or hangs', async () => {
        for (const state of ['away', 'hangs', 'never there'] as const) {
          const drafts = new MemoryDrafts({ a: 'one' });
          const machine = machineOf({ drafts, hasLease });
          if (state === 'never there') machine.faults.isAway = true;
          void machine.publisher.start();
          await time.pass(1000);
          if (state === 'away') machine.faults.isAway = true;
          if (state === 'hangs') machine.faults.plan = () => new Promise(() => {});
          drafts.edit('a', `while it ${state}`);
          await time.pass(2000);
          let isClosed = false;
          void machine.publisher.close().then(() => {
            isClosed = true;
          });
          expect(await time.until(() => isClosed, 5000), state).to.be.at.most(3050);
          machine.faults.isAway = false;
        }
      });

      it('does nothing when it is closed while it starts', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { publisher } = machineOf({ drafts, hasLease });
        void publisher.start();
        const closing = publisher.close();
        await time.pass(3500);
        await closing;
        await schedule('b', 'planned', 0);
        await time.pass(5000);
        expect(await world.titles('b')).to.deep.equal([]);
        expect(drafts.isFollowed).to.equal(false);
      });
    });
  }

  it('looks again after a while where the folder cannot be listed', async () => {
    const drafts = new MemoryDrafts({ a: 'one' });
    const { follow } = drafts;
    drafts.follow = () => Promise.reject(new Error('ENOENT'));
    const { reported } = await started({ drafts });
    expect(reported).to.deep.equal(['drafts cannot be followed']);
    drafts.follow = follow;
    await time.pass(2000);
    expect(await titles()).to.deep.equal(['one']);
  });

  describe('of several machines', () => {
    it('is at work on one of them at a time', async () => {
      const [mine, other] = [new MemoryDrafts({ a: 'one' }), new MemoryDrafts({ a: 'one' })];
      await started({ drafts: mine });
      await started({ drafts: other });
      await time.pass(10_000);
      other.edit('a', 'of the other');
      await time.pass(10_000);
      expect(await titles()).to.deep.equal(['one']);
      expect([mine.isFollowed, other.isFollowed]).to.deep.equal([true, false]);
    });

    it('is taken over at once where one ends, and within 10 s where it is killed', async () => {
      const [mine, other] = [new MemoryDrafts({ a: 'one' }), new MemoryDrafts({ a: 'one' })];
      const first = await started({ drafts: mine });
      const second = await started({ drafts: other });
      await schedule('b', 'planned', 3000);
      // Killed: none of its calls is done any more.
      first.faults.plan = () => new Promise(() => {});
      other.edit('a', 'two');
      const tookMs = await time.until(async () => (await titles()).length === 2, 12_000);
      expect(tookMs).to.be.below(10_000);
      await time.pass(1000);
      expect(await world.titles('b')).to.deep.equal(['planned']);
      const third = await started({ drafts: other });
      const closing = second.publisher.close();
      await time.pass(100);
      await closing;
      expect(await time.until(() => other.looks === 2, 5000)).to.be.at.most(1600);
      expect(third.shift.published).to.deep.equal([]);
    });

    it('publishes nothing of a machine whose lease ran out while the store was away for it alone', async () => {
      const [mine, other] = [new MemoryDrafts({ a: 'one' }), new MemoryDrafts({ a: 'one' })];
      const first = await started({ drafts: mine });
      await started({ drafts: other });
      first.faults.isAway = true;
      mine.edit('a', 'of the first');
      await time.pass(10_000);
      other.edit('a', 'of the second');
      await time.pass(2000);
      first.faults.isAway = false;
      await time.pass(10_000);
      expect(await titles()).to.deep.equal(['one', 'of the second']);
      expect(mine.isFollowed).to.equal(false);
    });

    it('publishes what was edited where nobody took over meanwhile', async () => {
      const mine = new MemoryDrafts({ a: 'one' });
      const first = await started({ drafts: mine });
      first.faults.isAway = true;
      mine.edit('a', 'two');
      await time.pass(30_000);
      first.faults.isAway = false;
      await time.pass(2000);
      expect(await titles()).to.deep.equal(['one', 'two']);
      expect(mine.looks, 'looks').to.equal(1);
    });

    it('is at work on one of them, and taken over, also where their clocks differ by 2 s', async () => {
      for (const skewMs of [2000, -2000]) {
        const [mine, other] = [new MemoryDrafts({ a: 'one' }), new MemoryDrafts({ a: 'one' })];
        const first = await started({ drafts: mine });
        const skewed = await started({ drafts: other, clock: { now: () => time.now() + skewMs } });
        await time.pass(30_000);
        expect(other.looks, `${skewMs} ms`).to.equal(0);
        first.faults.plan = () => new Promise(() => {});
        const tookMs = await time.until(() => other.looks === 1, 12_000);
        expect(tookMs, `${skewMs} ms`).to.be.below(10_000);
        const closing = [first, skewed].map(({ publisher }) => publisher.close());
        await time.pass(3500);
        await Promise.all(closing);
      }
    });
  });

  it('retries what nobody had approved, while it goes on', async () => {
    await world.close();
    world = await openWorld(time.clock, { requiresApproval: true });
    const drafts = new MemoryDrafts({ a: 'one' });
    await started({ drafts });
    expect(await titles()).to.deep.equal([]);
    const { content } = contentOf(textOf('one'), {});
    await world.approvals.approve({ activityId: 'a', content, by: 'bob', at: 1 });
    await time.pass(2000);
    expect(await titles()).to.deep.equal(['one']);
  });
});
