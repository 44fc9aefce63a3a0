import { expect } from 'chai';
import fc from 'fast-check';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { VirtualTime } from '../../support/virtual-time.ts';
import { type Fault, Faults } from './faults.ts';
import { FollowingProcess, MemoryReleaseCopy } from './following-process.ts';
import { UNREADABLE } from './served-changes.ts';
import { openWorld, type World } from './world.ts';

describe('ReleaseFollower', () => {
  let time: VirtualTime;
  let world: World;
  let faults: Faults;
  let processes: FollowingProcess[];

  beforeEach(async () => {
    time = new VirtualTime(1_790_000_000_000);
    world = await openWorld(time);
    faults = new Faults();
    processes = [];
  });
  afterEach(async () => {
    for (const { follower } of processes) follower.close();
    await world.close();
  });

  function processOf(options: { copy?: MemoryReleaseCopy | null; feed?: ReleaseFeed } = {}) {
    const made = new FollowingProcess({
      feed: options.feed ?? faults.on(world.feed),
      time,
      copy: options.copy ?? null,
    });
    processes.push(made);
    return made;
  }
  async function loaded(
    options: Parameters<typeof processOf>[0] = {},
    published: Promise<void> | null = null,
  ) {
    const made = processOf(options);
    let isLoaded = false;
    void made.follower.load(published).then(() => {
      isLoaded = true;
    });
    await time.pass(5000, () => isLoaded);
    made.follower.start();
    return made;
  }
  const looked = () => world.findings.replace([]);

  describe('at the start', () => {
    it('serves what is published', async () => {
      await world.publish('a', 'one');
      await world.publish('b', 'one');
      await world.order('b', { kind: 'pause' });
      await world.publish('c', 'one');
      await world.order('c', { kind: 'remove', by: 'files' });
      await looked();
      const { released, reported } = await loaded();
      expect(released.isLoaded).to.equal(true);
      expect(released.all().map(({ id }) => id)).to.have.members(['a', 'b']);
      expect(released.served('b')?.isPaused).to.equal(true);
      expect(released.served('c')).to.equal(undefined);
      expect(released.served('nobody')).to.equal(undefined);
      expect(reported).to.deep.equal([]);
    });

    it('lists what is wrong with files', async () => {
      const invalid = {
        activityId: 'x',
        path: '/x/data.json',
        problems: [{ code: 'no_file', path: '', params: {} }],
      } as const;
      await world.findings.replace([invalid]);
      expect((await loaded()).released.invalid()).to.deep.equal([invalid]);
    });

    it('does not know what there is before a publisher has looked for the first time', async () => {
      const { released } = await loaded();
      expect(released.isLoaded).to.equal(false);
      expect(() => released.served('a')).to.throw(DependencyError);
      await world.publish('a', 'one');
      await time.pass(600);
      expect(released.served('a')?.activity.title).to.equal('one');
      expect(() => released.served('b'), 'it may be published in a moment').to.throw(DependencyError);
      await looked();
      await time.pass(600);
      expect(released.served('b')).to.equal(undefined);
    });

    it('waits until the publisher of this start has published, and its releases have taken force', async () => {
      await world.publish('a', 'one');
      await looked();
      await time.pass(10_000);
      let publish = () => {};
      const published = new Promise<void>((resolve) => {
        publish = resolve;
      });
      const made = processOf();
      let isLoaded = false;
      void made.follower.load(published).then(() => {
        isLoaded = true;
      });
      await time.pass(2000);
      expect(isLoaded).to.equal(false);
      await world.publish('a', 'two');
      publish();
      await time.pass(1500, () => isLoaded);
      expect(made.title('a')).to.equal('two');
    });

    it('serves no release before its time that others do not serve yet', async () => {
      await world.publish('a', 'one');
      await looked();
      const other = await loaded();
      await time.pass(1000);
      await world.publish('a', 'two');
      const made = processOf();
      let isLoaded = false;
      void made.follower.load(null).then(() => {
        isLoaded = true;
      });
      await time.pass(749);
      expect(isLoaded).to.equal(false);
      await time.pass(1, () => isLoaded);
      expect([made.no('a'), other.no('a')]).to.deep.equal([2, 2]);
    });

    it('is not held up by a store whose clock is far ahead', async () => {
      await world.publish('a', 'one');
      await world.publish('a', 'two');
      const feed: ReleaseFeed = {
        ...{ since: world.feed.since.bind(world.feed), findings: world.feed.findings.bind(world.feed) },
        releases: world.feed.releases.bind(world.feed),
        current: async () =>
          (await world.feed.current()).map((change) => ({
            ...change,
            inForceAt: change.inForceAt + 3_600_000,
          })),
      };
      const from = time.elapsed();
      const made = await loaded({ feed });
      expect(time.elapsed() - from).to.be.at.most(2000);
      expect(made.no('a')).to.equal(2);
    });
  });

  describe('while releases are published', () => {
    it('serves each in all processes from the same moment on', async () => {
      await world.publish('a', 'one');
      await looked();
      const all = [];
      for (const phase of [0, 130, 333, 499]) {
        await time.pass(phase);
        all.push(await loaded());
      }
      await time.pass(77);
      await world.publish('a', 'two');
      await time.pass(749);
      expect(all.map((each) => each.no('a'))).to.deep.equal([1, 1, 1, 1]);
      await time.pass(1);
      expect(all.map((each) => each.no('a'))).to.deep.equal([2, 2, 2, 2]);
    });

    it('pauses in all processes within a second, and removes', async () => {
      await world.publish('a', 'one');
      await looked();
      const made = await loaded();
      await world.order('a', { kind: 'pause' });
      await time.pass(500);
      expect(made.released.served('a')?.isPaused).to.equal(true);
      await world.order('a', { kind: 'remove', by: 'files' });
      await time.pass(500);
      expect(made.no('a')).to.equal(undefined);
      expect(made.events).to.deep.equal(['paused a', 'removed a']);
    });

    it('reports a release when it is served, with its number', async () => {
      await world.publish('a', 'one');
      await looked();
      const made = await loaded();
      await world.publish('a', 'two');
      await time.pass(700);
      expect(made.events).to.deep.equal([]);
      await time.pass(100);
      expect(made.events).to.deep.equal(['loaded a 2']);
    });

    it('hears of files that are invalid, and no longer', async () => {
      await looked();
      const { released } = await loaded();
      await world.findings.replace([{ activityId: 'x', path: '/x', problems: [] }]);
      await time.pass(500);
      expect(released.invalid()).to.have.length(1);
      await world.findings.replace([]);
      await time.pass(500);
      expect(released.invalid()).to.deep.equal([]);
    });

    it('serves the release before one that it cannot read, and reports that', async () => {
      await world.publish('a', 'one');
      await looked();
      const made = await loaded();
      await world.publish('a', '', { content: contentOf(UNREADABLE, {}) });
      await time.pass(1500);
      expect(made.title('a')).to.equal('one');
      expect(made.reported[0]).to.match(/cannot read a release.*a release 2: unknown_kind dispatch/);
      await world.publish('a', 'three');
      await time.pass(1500);
      expect(made.title('a')).to.equal('three');
    });

    it('reads texts only of releases that it does not have', async () => {
      await world.publish('a', 'one');
      await looked();
      const asked: number[] = [];
      const feed = new Proxy(world.feed, {
        get: (target, name) => {
          if (name !== 'releases') return Reflect.get(target, name).bind(target);
          return (keys: Parameters<ReleaseFeed['releases']>[0]) => {
            asked.push(keys.length);
            return target.releases(keys);
          };
        },
      });
      await loaded({ feed });
      await time.pass(3000);
      await world.order('a', { kind: 'pause' });
      await time.pass(1000);
      await world.rollOut('a', 'candidate');
      await time.pass(1000);
      await world.order('a', { kind: 'promote' });
      await time.pass(1000);
      expect(asked.filter((count) => count > 0)).to.deep.equal([1, 1]);
    });

    it('asks no more when it is closed', async () => {
      const { follower } = await loaded();
      const { calls } = faults;
      follower.close();
      await time.pass(5000);
      expect(faults.calls).to.equal(calls);
    });
  });

  describe('while the store is away', () => {
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
});
