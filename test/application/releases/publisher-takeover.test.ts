import { expect } from 'chai';
import type { FakeTime } from './fake-time.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { PublishingMachines } from './publishing-machines.ts';
import type { World } from './world.ts';

describe('Publisher, of several machines', () => {
  let time: FakeTime;
  let world: World;
  let started: PublishingMachines['started'];
  let schedule: PublishingMachines['schedule'];
  let close: PublishingMachines['close'];

  beforeEach(async () => {
    ({ time, world, started, schedule, close } = await PublishingMachines.open());
  });
  afterEach(() => close());
  const titles = () => world.titles('a');

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
