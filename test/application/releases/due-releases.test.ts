import { expect } from 'chai';
import fc from 'fast-check';
import { DueReleases } from '../../../src/application/releases/due-releases.ts';
import { ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { cancelledBy, type ScheduledRelease } from '../../../src/domain/releases/scheduled-releases.ts';
import { fileProblem } from '../../../src/domain/shared/problem.ts';
import { type Fault, Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, readRelease, textOf, type World } from './world.ts';

const DUE_AT = 1_790_000_000_000;

describe('DueReleases', () => {
  let now: number;
  let world: World;
  let drafts: MemoryDrafts;
  const clock = { now: () => now };

  beforeEach(async () => {
    now = DUE_AT - 60_000;
    world = await openWorld(clock);
    drafts = new MemoryDrafts();
  });
  afterEach(() => world.close());

  function publisherOf(faults = new Faults(), isWritable = true) {
    const heard: string[] = [];
    const reported: string[] = [];
    const { approvals, requiresApproval } = world;
    const publisher = new DueReleases({
      scheduled: faults.on(world.scheduled),
      changes: new ReleaseChanges({ store: faults.on(world.store), approvals, requiresApproval }),
      check: (scheduled) => {
        const reading = readRelease({ ...scheduled, no: 0, at: 0 });
        return reading.ok ? [] : reading.problems;
      },
      writeDraft: async ({ activityId, text }) => {
        if (!isWritable) throw new Error('EROFS');
        await drafts.write(activityId, text);
      },
      clock,
      events: {
        published: (id, no) => heard.push(`published ${id} ${no}`),
        cancelled: ({ activityId }, reason) => heard.push(`cancelled ${activityId} ${reason}`),
      },
      errorReporter: { report: (fault) => reported.push(fault) },
    });
    return { publisher, heard, reported, faults };
  }
  const schedule = (id: string, title: string, more: Partial<ScheduledRelease> = {}) =>
    world.scheduled.add({
      ...{ id: `${id} ${title}`, activityId: id, dueAt: DUE_AT, besideNo: 0, author: 'ann', note: 'why' },
      ...contentOf(textOf(title), {}),
      ...more,
    });
  const publish = async (faults?: Faults) => {
    const made = publisherOf(faults);
    await made.publisher.publish();
    return made;
  };
  const open = async () => (await world.scheduled.open()).map(({ id }) => id);
  const outcomes = async () =>
    (
      await world.records.db.selectFrom('release_schedule').select(['id', 'outcome']).orderBy('id').execute()
    ).map(({ id, outcome }) => `${id}: ${outcome}`);

  it('publishes none that is cancelled while it publishes others', async () => {
    await schedule('a', 'planned');
    await schedule('b', 'planned');
    now = DUE_AT;
    const faults = new Faults();
    const made = publisherOf(faults);
    let hasCancelled: Promise<boolean> | null = null;
    faults.plan = (): Fault => {
      // After the list was read.
      if (faults.calls === 2) hasCancelled = world.scheduled.close('b planned', cancelledBy('bob'), now);
      return null;
    };
    await made.publisher.publish();
    expect(await hasCancelled).to.equal(true);
    expect(made.heard).to.deep.equal(['published a 1']);
    expect(await outcomes()).to.deep.equal(['a planned: published', 'b planned: cancelled: by bob']);
  });

  it('publishes nothing before its time', async () => {
    await schedule('a', 'planned');
    now = DUE_AT - 751;
    expect((await publish()).heard).to.deep.equal([]);
    expect(await open()).to.deep.equal(['a planned']);
  });

  it('publishes so early that it is served at its time, not before', async () => {
    await world.publish('a', 'one');
    await schedule('a', 'planned', { besideNo: 1 });
    now = DUE_AT - 750;
    expect((await publish()).heard).to.deep.equal(['published a 2']);
    const [row] = await world.store.history('a', { limit: 1 });
    expect(row).to.include({ inForceAt: DUE_AT, author: 'ann', note: 'why' });
    expect(await outcomes()).to.deep.equal(['a planned: published']);
    expect((await publish()).heard).to.deep.equal([]);
  });

  it('publishes the first release of an activity at its time, and not before: it is served at once', async () => {
    await schedule('a', 'planned');
    now = DUE_AT - 1;
    expect((await publish()).heard).to.deep.equal([]);
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['published a 1']);
    expect((await world.store.history('a', { limit: 1 }))[0]).to.include({ inForceAt: DUE_AT });
  });

  it('publishes late what was due while no publisher was there', async () => {
    await schedule('a', 'planned');
    now = DUE_AT + 3_600_000;
    expect((await publish()).heard).to.deep.equal(['published a 1']);
  });

  it('publishes those that are due in their order, each of its activity', async () => {
    await schedule('b', 'second', { dueAt: DUE_AT - 1 });
    await schedule('a', 'third');
    await schedule('c', 'first', { dueAt: DUE_AT - 2 });
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['published c 1', 'published b 1', 'published a 1']);
  });

  it('cancels what another release came before, and says so', async () => {
    await world.publish('a', 'one');
    await schedule('a', 'planned', { besideNo: 1 });
    await world.publish('a', 'two');
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['cancelled a unexpected']);
    expect(await world.titles('a')).to.deep.equal(['one', 'two']);
    expect(await outcomes()).to.deep.equal(['a planned: cancelled: unexpected']);
    expect((await publish()).heard).to.deep.equal([]);
  });

  it('cancels what a rollback, or a removal, came before', async () => {
    await world.publish('a', 'one');
    await world.publish('a', 'two');
    await schedule('a', 'planned', { besideNo: 2 });
    await world.rollBack('a', 'one');
    await world.publish('b', 'one');
    await schedule('b', 'planned', { besideNo: 1 });
    await world.order('b', { kind: 'remove', by: 'files' });
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['cancelled a unexpected', 'cancelled b unexpected']);
    expect((await world.titles('a')).at(-1)).to.equal('one');
  });

  it('publishes one of two for the same activity, and cancels the other', async () => {
    await schedule('a', 'first');
    await schedule('a', 'second', { dueAt: DUE_AT + 1 });
    now = DUE_AT + 1;
    expect((await publish()).heard).to.deep.equal(['published a 1', 'cancelled a unexpected']);
  });

  it('publishes beside a rollout and during a pause, and leaves both', async () => {
    await world.publish('a', 'one');
    await world.rollOut('a', 'candidate');
    await world.order('a', { kind: 'pause' });
    await schedule('a', 'planned', { besideNo: 1 });
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['published a 3']);
    expect((await world.state('a')).serving).to.deep.include({ no: 3, isPaused: true });
    expect((await world.state('a')).serving?.candidate?.no).to.equal(2);
  });

  it('cancels what this program cannot read any more, with the reason', async () => {
    await schedule('a', 'planned', contentOf('{"dispatch":"gone","title":"x"}', {}));
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['cancelled a invalid (unknown_kind dispatch)']);
    expect((await world.state('a')).version).to.equal(0);
  });

  it('cancels what lacks something that it needs', async () => {
    await schedule('a', 'planned');
    now = DUE_AT;
    const { heard } = publisherOf();
    const lacking = new DueReleases({
      ...{ scheduled: world.scheduled, changes: world.changes, clock, writeDraft: async () => {} },
      check: () => [fileProblem('no_data_key')],
      events: { published: () => {}, cancelled: (_, reason) => heard.push(reason) },
      errorReporter: { report: () => {} },
    });
    await lacking.publish();
    expect(heard).to.deep.equal(['invalid (no_data_key )']);
  });

  it('cancels what nobody has approved', async () => {
    await world.close();
    world = await openWorld(clock, { requiresApproval: true });
    await schedule('a', 'planned');
    await schedule('b', 'approved');
    const { content } = contentOf(textOf('approved'), {});
    await world.approvals.approve({ activityId: 'b', content, by: 'bob', at: 1 });
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['cancelled a not_approved', 'published b 1']);
  });

  it('publishes for the console what the console manages', async () => {
    await world.publish('a', 'one', { by: 'console' });
    await schedule('a', 'planned', { besideNo: 1 });
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal(['published a 2']);
    expect((await world.state('a')).serving?.managedBy).to.equal('console');
  });

  it('counts as published where everyone has the text already', async () => {
    await schedule('a', 'planned');
    await world.publish('a', 'planned');
    now = DUE_AT;
    expect((await publish()).heard).to.deep.equal([]);
    expect(await outcomes()).to.deep.equal(['a planned: published']);
    expect(await world.titles('a')).to.deep.equal(['planned']);
  });

  it('makes the draft of the folder what was published', async () => {
    drafts.edit('a', 'one');
    await schedule('a', 'planned');
    now = DUE_AT;
    await publish();
    expect(drafts.texts.get('a')).to.equal(textOf('planned'));
    await schedule('b', 'planned');
    const { publisher, heard, reported } = publisherOf(new Faults(), false);
    await publisher.publish();
    expect(heard).to.deep.equal(['published b 1']);
    expect(reported).to.deep.equal(['the draft of a scheduled release cannot be written']);
  });

  it('goes on with the others where one cannot be published now', async () => {
    await schedule('a', 'planned');
    await schedule('b', 'planned');
    now = DUE_AT;
    const faults = new Faults();
    faults.plan = (call) => (call === 2 ? 'before' : null);
    const { heard, reported, publisher } = await publish(faults);
    expect(heard).to.deep.equal(['published b 1']);
    expect(reported).to.deep.equal(['scheduled releases cannot be published now']);
    await publisher.publish();
    expect(heard).to.deep.equal(['published b 1', 'published a 1']);
  });

  it('reports a store that is away, and publishes when it is back', async () => {
    await schedule('a', 'planned');
    now = DUE_AT;
    const faults = new Faults();
    faults.isAway = true;
    const { heard, reported, publisher } = await publish(faults);
    expect(reported).to.have.length(1);
    faults.isAway = false;
    await publisher.publish();
    expect(heard).to.deep.equal(['published a 1']);
  });

  it('is published once, by two publishers at once', async () => {
    for (let round = 0; round < 20; round++) await schedule(`a${round}`, 'planned');
    now = DUE_AT;
    const both = await Promise.all([publish(), publish(), publish()]);
    const heard = both.flatMap((each) => each.heard);
    expect(heard.filter((each) => each.startsWith('published'))).to.have.length(20);
    expect(heard.filter((each) => each.startsWith('cancelled'))).to.deep.equal([]);
    expect(await open()).to.deep.equal([]);
    for (let round = 0; round < 20; round++)
      expect(await world.titles(`a${round}`)).to.deep.equal(['planned']);
  });

  it('is published once and noted so, wherever the publisher dies', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 1, maxLength: 3 }),
        async (deaths) => {
          run += 1;
          const [id, late] = [`a-${run}`, `late-${run}`];
          now = DUE_AT - 60_000;
          drafts.edit(id, 'one');
          await world.publish(id, 'one');
          await world.publish(late, 'one');
          await schedule(id, 'planned', { besideNo: 1 });
          await schedule(late, 'planned', { besideNo: 0 });
          now = DUE_AT;
          const heard: string[] = [];
          for (const [steps, isDone] of deaths) {
            const faults = new Faults();
            faults.plan = (call): Fault =>
              call <= steps ? null : call === steps + 1 && isDone ? 'after' : 'before';
            heard.push(...(await publish(faults)).heard);
          }
          heard.push(...(await publish()).heard);
          expect(await world.titles(id)).to.deep.equal(['one', 'planned']);
          expect(await world.titles(late)).to.deep.equal(['one']);
          expect(drafts.texts.get(id)).to.equal(textOf('planned'));
          const mine = (await outcomes()).filter((each) => each.startsWith(id) || each.startsWith(late));
          expect(mine).to.have.members([
            `${id} planned: published`,
            `${late} planned: cancelled: unexpected`,
          ]);
          expect(heard.filter((each) => each.startsWith(`cancelled ${id} `))).to.deep.equal([]);
        },
      ),
      { numRuns: 80 },
    );
  });
});
