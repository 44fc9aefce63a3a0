import { expect } from 'chai';
import fc from 'fast-check';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { VirtualTime } from '../../support/virtual-time.ts';
import type { Fault, Faults } from './faults.ts';
import { MemoryReleaseCopy } from './following-process.ts';
import { FollowingProcesses } from './following-processes.ts';
import type { World } from './world.ts';

describe('ReleaseFollower, while the store is away', () => {
  let time: VirtualTime;
  let world: World;
  let faults: Faults;
  let loaded: FollowingProcesses['loaded'];
  let looked: FollowingProcesses['looked'];
  let close: FollowingProcesses['close'];

  beforeEach(async () => {
    const processes = await FollowingProcesses.open();
    ({ time, world, faults, loaded, looked, close } = processes);
  });
  afterEach(() => close());

  it('serves on, and what is new within a poll when it is back', async () => {
    await world.publish('a', 'one');
    await looked();
    const made = await loaded();
    faults.isAway = true;
    await world.publish('a', 'two');
    await world.publish('a', 'three');
    await time.pass(60_000);
    expect(made.title('a')).to.equal('one');
    expect(made.reported.length).to.be.above(100);
    faults.isAway = false;
    await time.pass(500);
    expect(made.title('a')).to.equal('three');
  });

  it('starts with its copy, and serves what is new when it is back', async () => {
    await world.publish('a', 'one');
    await world.publish('gone', 'one');
    await world.rollOut('a', 'candidate', 100);
    await looked();
    const copy = new MemoryReleaseCopy();
    (await loaded({ copy })).follower.close();
    faults.isAway = true;
    await world.publish('a', 'three');
    await world.publish('new', 'one');
    await world.order('gone', { kind: 'remove', by: 'files' });
    const made = await loaded({ copy });
    expect(made.released.isLoaded).to.equal(true);
    expect(made.no('a')).to.equal(1);
    expect(made.released.served('a')?.candidate?.activity.title).to.equal('candidate');
    expect(() => made.no('new'), 'another machine may serve it').to.throw(DependencyError);
    await time.pass(5000);
    faults.isAway = false;
    await time.pass(500);
    expect([made.no('a'), made.no('new'), made.no('gone')]).to.deep.equal([3, 1, undefined]);
    const copied = copy.load().map(({ change: { activityId, serving } }) => `${activityId} ${serving.no}`);
    expect(copied.sort()).to.deep.equal(['a 3', 'gone 1', 'new 1']);
  });

  it('starts without a copy as one that knows nothing, and loads when it is back', async () => {
    await world.publish('a', 'one');
    await looked();
    faults.isAway = true;
    const made = await loaded({ copy: new MemoryReleaseCopy() });
    expect(made.released.isLoaded).to.equal(false);
    expect(() => made.no('a')).to.throw(DependencyError);
    await time.pass(5000);
    await world.publish('a', 'two');
    faults.isAway = false;
    await time.pass(500);
    expect(() => made.no('a'), 'before the others serve it').to.throw(DependencyError);
    await time.pass(750);
    expect(made.no('a')).to.equal(2);
  });

  it('leads nobody back who came from another process, when it loads late and releases come meanwhile', async () => {
    await world.publish('a', 'one');
    await looked();
    const other = await loaded({ feed: world.feed });
    const slow: ReleaseFeed = {
      since: (version) => time.sleep(60).then(() => world.feed.since(version)),
      current: async () => {
        const changes = await world.feed.current();
        await world.publish('a', `then ${time.now()}`);
        return changes;
      },
      releases: (keys) => world.feed.releases(keys),
      findings: () => world.feed.findings(),
    };
    for (let phase = 0; phase < 10; phase++) {
      faults.isAway = true;
      const late = await loaded({ feed: faults.on(slow) });
      await time.pass(490);
      faults.isAway = false;
      // It asks now.
      await time.pass(15 + 5 * phase);
      await world.publish('a', `phase ${phase}`);
      let highest = 0;
      for (let at = 0; at < 2500; at += 5) {
        const numbers = [other, late].map((each) => (each.released.isLoaded ? (each.no('a') ?? 0) : null));
        for (const no of numbers) if (no !== null) expect(no, `${phase}, ${at} ms`).to.be.at.least(highest);
        highest = Math.max(highest, ...numbers.map((no) => no ?? 0));
        await time.pass(5);
      }
      late.follower.close();
    }
  });

  it('has what the store has at last, whatever calls failed', async () => {
    const step = fc.constantFrom(
      'publish',
      'pause',
      'resume',
      'roll_out',
      'promote',
      'abort',
      'remove',
      'wait',
    );
    const fault = fc.constantFrom<Fault>('before', 'after', null);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.nat(2)), { maxLength: 15 }),
        fc.array(fault, { maxLength: 30 }),
        async (steps, plan) => {
          const ids = [0, 1, 2].map((index) => `run-${++run}-${index}`);
          const made = await loaded({ copy: new MemoryReleaseCopy() });
          const { calls } = faults;
          faults.plan = (call) => plan[call - calls - 1] ?? null;
          for (const [index, [kind, which]] of steps.entries()) {
            const id = ids[which] ?? '';
            if (kind === 'publish') await world.publish(id, `edit ${index}`);
            else if (kind === 'roll_out') await world.rollOut(id, `candidate ${index}`, 50);
            else if (kind === 'remove') await world.order(id, { kind, by: 'files' });
            else if (kind === 'wait') await time.pass(700);
            else await world.order(id, { kind: kind as 'pause' });
          }
          await time.pass(20_000);
          for (const id of ids) {
            const { serving, release, candidate } = await world.state(id);
            const served = serving && !serving.isRemoved ? made.released.served(id) : undefined;
            if (!serving || serving.isRemoved) expect(made.released.find(id)).to.equal(undefined);
            else {
              expect(served?.activity.release?.no).to.equal(release?.no);
              expect(served?.candidate?.activity.release?.no).to.equal(candidate?.no);
              expect(served?.isPaused).to.equal(serving.isPaused);
            }
          }
          made.follower.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
