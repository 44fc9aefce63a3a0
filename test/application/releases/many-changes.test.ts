import { expect } from 'chai';
import { systemTimer } from '../../../src/adapters/system/system-timer.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { SERVING } from '../../contracts/sample-releases.ts';
import { longestTurnShare } from '../../support/longest-turn.ts';
import { until } from '../../support/until.ts';
import { FollowingProcess } from './following-process.ts';
import { openWorld, textOf, type World } from './world.ts';

const CHANGES = 5000;
/* Slices of 4 ms, and what the store on SQLite takes for 64 texts at a time; in one go it was nearly all. */
const LONGEST_TURN = 0.25;

const time = { ...systemTimer, now: () => Date.now() };
/* Real texts have some KB. */
const text = (title: string) => textOf(title, { note: 'x'.repeat(2000) });

describe('ReleaseFollower, with 5,000 changes in one poll', () => {
  let world: World;
  let made: FollowingProcess;

  beforeEach(async () => {
    world = await openWorld(time);
    await world.publish('a', 'one');
    await world.findings.replace([]);
    made = new FollowingProcess({ feed: world.feed, time });
    await made.follower.load(null);
  });
  afterEach(async () => {
    made.follower.close();
    await world.close();
  });

  /** Publishes without deciding anything, which is faster. */
  async function publishAll(ids: readonly string[], title: string): Promise<void> {
    for (let from = 0; from < ids.length; from += 500) {
      const changes = ids.slice(from, from + 500).map((activityId) => ({
        ...({ activityId, after: 0, action: 'publish', author: 'ann', note: '', leadMs: 0 } as const),
        serving: SERVING,
        release: { ...contentOf(text(title), {}), no: 1 },
      }));
      await world.store.append(changes);
    }
  }

  it('of 5,000 activities serves each, and requests are not held up', async () => {
    const ids = Array.from({ length: CHANGES }, (_, index) => `many-${index}`);
    await publishAll(ids, 'new');
    const longest = await longestTurnShare(async () => {
      made.follower.start();
      await until(() => made.title('many-4999') === 'new', { what: 'the last one' });
    });
    expect(ids.every((id) => made.title(id) === 'new')).to.equal(true);
    expect(longest, 'share of the longest turn').to.be.below(LONGEST_TURN);
    expect(made.reported).to.deep.equal([]);
  });

  it('of one activity serves the last', async () => {
    let after = (await world.state('a')).version;
    for (let no = 2; no <= CHANGES / 5; no++) {
      const content = { ...contentOf(text(`edit ${no}`), {}), no };
      const change = {
        activityId: 'a',
        after,
        action: 'publish',
        author: 'ann',
        note: '',
        leadMs: 0,
      } as const;
      const [result] = await world.store.append([
        { ...change, serving: { ...SERVING, no }, release: content },
      ]);
      after = result?.kind === 'appended' ? result.version : after;
    }
    let highest = 0;
    made.follower.start();
    await until(
      () => {
        const no = made.no('a') ?? 0;
        expect(no).to.be.at.least(highest);
        highest = no;
        return no === CHANGES / 5;
      },
      { what: 'the last one' },
    );
  });
});
