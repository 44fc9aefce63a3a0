import { expect } from 'chai';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { VirtualTime } from '../../support/virtual-time.ts';
import { FollowingProcess, MemoryReleaseCopy } from './following-process.ts';
import { openWorld, type World } from './world.ts';

describe('ReleaseFollower, where the record store becomes another one', () => {
  let time: VirtualTime;
  /** The store as it was, and an older copy of it that is put in its place. */
  let lost: World;
  let restored: World;
  let current: World;
  let copy: MemoryReleaseCopy;
  let made: FollowingProcess;

  beforeEach(async () => {
    time = new VirtualTime(1_790_000_000_000);
    [lost, restored] = [await openWorld(time), await openWorld(time)];
    current = lost;
    copy = new MemoryReleaseCopy();
    for (const world of [lost, restored]) {
      await world.publish('a', 'one');
      await world.publish('b', 'one');
      await world.findings.replace([]);
    }
    await time.pass(10_000);
  });
  afterEach(async () => {
    made.follower.close();
    await Promise.all([lost.close(), restored.close()]);
  });

  async function follow(): Promise<void> {
    const feed: ReleaseFeed = {
      since: (version) => current.feed.since(version),
      current: () => current.feed.current(),
      releases: (keys) => current.feed.releases(keys),
      findings: () => current.feed.findings(),
    };
    made = new FollowingProcess({ feed, time, copy });
    let isLoaded = false;
    void made.follower.load(null).then(() => {
      isLoaded = true;
    });
    await time.pass(3000, () => isLoaded);
    made.follower.start();
    await time.pass(2000);
  }
  const titles = () => ['a', 'b', 'c'].map((id) => made.title(id));
  const hasReported = () => made.reported.some((each) => each.startsWith('the record store has gone back'));

  it('serves what an older copy has, where nothing came since', async () => {
    await lost.publish('a', 'lost');
    await lost.publish('c', 'lost');
    await follow();
    expect(titles()).to.deep.equal(['lost', 'one', 'lost']);
    current = restored;
    await time.pass(2000);
    expect(titles()).to.deep.equal(['one', 'one', undefined]);
    expect(hasReported()).to.equal(true);
    expect([...copy.copied.keys()].sort()).to.deep.equal(['a', 'b']);
  });

  it('serves what came since under the same numbers, with other texts', async () => {
    for (const title of ['lost 1', 'lost 2', 'lost 3']) await lost.publish('a', title);
    await follow();
    current = restored;
    await time.pass(2000);
    for (const title of ['new 1', 'new 2', 'new 3']) await restored.publish('a', title);
    await time.pass(2000);
    expect(titles()).to.deep.equal(['new 3', 'one', undefined]);
    expect(made.no('a')).to.equal(4);
  });

  it('notices it also where as many changes have come since, or more, before it asks again', async () => {
    for (const count of [1, 2, 3]) {
      const [before, after] = [await openWorld(time), await openWorld(time)];
      for (const world of [before, after]) {
        await world.publish('a', 'one');
        await world.findings.replace([]);
      }
      await before.publish('a', 'lost');
      await before.publish('c', 'lost');
      current = before;
      await follow();
      for (let change = 1; change <= count; change++)
        await after.publish(change === 1 ? 'b' : 'a', `new ${change}`);
      current = after;
      await time.pass(2000);
      expect(titles(), `${count} changes`).to.deep.equal([
        count === 1 ? 'one' : `new ${count}`,
        'new 1',
        undefined,
      ]);
      expect(hasReported()).to.equal(true);
      made.follower.close();
      await Promise.all([before.close(), after.close()]);
    }
  });

  it('serves another text of the same release, where only that differs', async () => {
    await lost.publish('a', 'lost');
    await time.pass(1);
    await restored.publish('a', 'new');
    await follow();
    current = restored;
    await time.pass(2000);
    expect(made.title('a')).to.equal('new');
    expect(copy.copied.get('a')?.releases[0]?.text).to.include('new');
  });

  it('serves a restored store also where it goes away in the middle of that', async () => {
    await lost.publish('a', 'lost');
    await follow();
    const { releases } = restored.feed;
    restored.feed.releases = () => Promise.reject(new Error('away'));
    current = restored;
    await time.pass(3000);
    expect(titles()).to.deep.equal(['lost', 'one', undefined]);
    restored.feed.releases = releases;
    await time.pass(2000);
    expect(titles()).to.deep.equal(['one', 'one', undefined]);
  });

  it('keeps what it serves while an empty store waits for its data, and takes what a publisher then finds', async () => {
    await follow();
    const empty = await openWorld(time);
    current = empty;
    await time.pass(5000);
    expect(titles()).to.deep.equal(['one', 'one', undefined]);
    expect([...copy.copied.keys()].sort()).to.deep.equal(['a', 'b']);
    expect(() => made.no('c'), 'it is not known what there is').to.throw(DependencyError);
    await empty.publish('a', 'found');
    await time.pass(2000);
    expect(titles(), 'the publisher has not looked at all yet').to.deep.equal(['found', 'one', undefined]);
    await empty.findings.replace([]);
    await time.pass(2000);
    expect(titles()).to.deep.equal(['found', undefined, undefined]);
    expect([...copy.copied.keys()]).to.deep.equal(['a']);
    await empty.close();
  });

  it('serves what the store has after a start with a copy of another past', async () => {
    for (const title of ['lost 1', 'lost 2']) await lost.publish('a', title);
    await lost.publish('c', 'lost');
    await follow();
    made.follower.close();
    current = restored;
    await restored.publish('a', 'new 1');
    await follow();
    expect(titles()).to.deep.equal(['new 1', 'one', undefined]);
  });

  it('has the findings of the store that it is now, also under the same count', async () => {
    await lost.findings.replace([{ activityId: 'lost', path: '/lost', problems: [] }]);
    await restored.findings.replace([{ activityId: 'restored', path: '/restored', problems: [] }]);
    await lost.publish('a', 'lost');
    await follow();
    expect(made.released.invalid().map(({ activityId }) => activityId)).to.deep.equal(['lost']);
    current = restored;
    await time.pass(2000);
    expect(made.released.invalid().map(({ activityId }) => activityId)).to.deep.equal(['restored']);
  });
});
