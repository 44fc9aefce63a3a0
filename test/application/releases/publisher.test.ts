import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { RELEASE_LEAD_MS } from '../../../src/domain/releases/decide-change.ts';
import type { FakeTime } from './fake-time.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { PublishingMachines } from './publishing-machines.ts';
import { textOf, type World } from './world.ts';

const SERVED_WITHIN_MS = 1000;

describe('Publisher', () => {
  let time: FakeTime;
  let world: World;
  let machineOf: PublishingMachines['of'];
  let started: PublishingMachines['started'];
  let schedule: PublishingMachines['schedule'];
  let close: PublishingMachines['close'];

  async function open(options: Parameters<typeof PublishingMachines.open>[0] = {}): Promise<void> {
    const machines = await PublishingMachines.open(options);
    ({ time, world, of: machineOf, started, schedule, close } = machines);
  }
  beforeEach(() => open());
  afterEach(() => close());
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

      it('records what was edited meanwhile so soon that it is served 2 s after the store is back, whenever that is', async () => {
        const drafts = new MemoryDrafts({ a: 'one' });
        const { faults } = await started({ drafts, hasLease });
        for (let awayMs = 8000; awayMs < 10_000; awayMs += 250) {
          faults.isAway = true;
          drafts.edit('a', `after ${awayMs} ms`);
          await time.pass(awayMs);
          faults.isAway = false;
          // All processes have what was recorded so long ago.
          await time.pass(2000 - RELEASE_LEAD_MS);
          expect((await titles()).at(-1)).to.equal(`after ${awayMs} ms`);
        }
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

  it('retries what nobody had approved, while it goes on', async () => {
    await close();
    await open({ requiresApproval: true });
    const drafts = new MemoryDrafts({ a: 'one' });
    await started({ drafts });
    expect(await titles()).to.deep.equal([]);
    const { content } = contentOf(textOf('one'), {});
    await world.approvals.approve({ activityId: 'a', content, by: 'bob', at: 1 });
    await time.pass(2000);
    expect(await titles()).to.deep.equal(['one']);
  });
});
