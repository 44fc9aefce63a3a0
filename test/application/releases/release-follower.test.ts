import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { VirtualTime } from '../../support/virtual-time.ts';
import type { Faults } from './faults.ts';
import { FollowingProcesses } from './following-processes.ts';
import { UNREADABLE } from './served-changes.ts';
import type { World } from './world.ts';

describe('ReleaseFollower', () => {
  let time: VirtualTime;
  let world: World;
  let faults: Faults;
  let processOf: FollowingProcesses['of'];
  let loaded: FollowingProcesses['loaded'];
  let looked: FollowingProcesses['looked'];
  let close: FollowingProcesses['close'];

  beforeEach(async () => {
    const processes = await FollowingProcesses.open();
    ({ time, world, faults, of: processOf, loaded, looked, close } = processes);
  });
  afterEach(() => close());

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

    it('serves a folder again that was gone and back between two readings', async () => {
      await world.publish('a', 'one', { isDraft: true });
      const one = await loaded();
      await world.order('a', { kind: 'remove', by: 'files' });
      await world.publish('a', 'one', { isDraft: true });
      expect((await world.state('a')).serving).to.deep.include({ no: 1, isRemoved: false });
      await time.pass(2000);
      expect(one.title('a')).to.equal('one');
      expect(one.reported).to.deep.equal([]);
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
});
