import { expect } from 'chai';
import { ReleaseFollower } from '../../../src/application/releases/release-follower.ts';
import { ReleasedActivities } from '../../../src/application/releases/released-activities.ts';
import { openWorld, readRelease, type World } from './world.ts';

describe('how far a process has followed releases', () => {
  let world: World;
  let elapsedMs: number;
  let isAway: boolean;
  let unreadable: readonly string[];
  const clock = { now: () => 1000 };

  beforeEach(async () => {
    world = await openWorld(clock);
    [elapsedMs, isAway, unreadable] = [0, false, []];
  });
  afterEach(() => world.close());

  /** Each `load` reads once. */
  function follower(): ReleaseFollower {
    const { feed } = world;
    return new ReleaseFollower({
      feed: {
        since: (version) => (isAway ? Promise.reject(new Error('away')) : feed.since(version)),
        current: () => feed.current(),
        releases: (keys) => feed.releases(keys),
        findings: () => feed.findings(),
      },
      released: new ReleasedActivities({
        clock,
        read: (release) =>
          unreadable.includes(release.activityId) ? { ok: false, problems: [] } : readRelease(release),
      }),
      copy: null,
      clock,
      timer: { elapsed: () => elapsedMs, sleep: async () => {} },
      events: { loaded: () => {}, removed: () => {}, switched: () => {} },
      errorReporter: { report: () => {} },
    });
  }

  it('is the version of the latest change, and since when all were known', async () => {
    await world.publish('a1', 'one');
    await world.publish('a2', 'two');
    const one = follower();
    elapsedMs = 700;
    expect(one.state, 'before it reads').to.deep.equal({ version: 0, secondsSinceRead: 0.7, unreadable: 0 });
    await one.load(null);
    elapsedMs += 400;
    expect(one.state).to.deep.equal({ version: 2, secondsSinceRead: 0.4, unreadable: 0 });
    await world.order('a1', { kind: 'pause' });
    await one.load(null);
    expect(one.state).to.include({ version: 3, secondsSinceRead: 0 });
  });

  it('grows old while the store is away', async () => {
    await world.publish('a1', 'one');
    const one = follower();
    await one.load(null);
    isAway = true;
    elapsedMs = 61_000;
    await one.load(null);
    expect(one.state).to.deep.equal({ version: 1, secondsSinceRead: 61, unreadable: 0 });
    isAway = false;
    await one.load(null);
    expect(one.state.secondsSinceRead).to.equal(0);
  });

  it('counts the activities whose release this program cannot read, until it can', async () => {
    await world.publish('a1', 'one');
    await world.publish('a2', 'two');
    unreadable = ['a2'];
    const one = follower();
    await one.load(null);
    expect(one.state.unreadable).to.equal(1);
    unreadable = [];
    await world.publish('a2', 'three');
    await one.load(null);
    expect(one.state.unreadable).to.equal(0);
  });
});
