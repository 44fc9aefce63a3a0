import { expect } from 'chai';
import fc from 'fast-check';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { DraftShift, findingsIn } from './draft-shift.ts';
import { FakeTime } from './fake-time.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

describe('DraftPublisher, at its first look', () => {
  let time: FakeTime;
  let world: World;
  let drafts: MemoryDrafts;

  beforeEach(async () => {
    time = new FakeTime();
    world = await openWorld(time.clock);
    drafts = new MemoryDrafts({ a: 'one' });
  });
  afterEach(async () => {
    await world.close();
    time.restore();
  });

  /** A publisher looks at the drafts, and ends. */
  async function look(ofDrafts = drafts, isOneMachine = true): Promise<DraftShift> {
    const shift = new DraftShift(world, ofDrafts, { isOneMachine });
    await shift.begin();
    shift.end();
    return shift;
  }
  /** A publisher of another machine, whose files may be older. */
  const lookAway = (titles: Readonly<Record<string, string>>) => look(new MemoryDrafts(titles), false);
  const titles = () => world.titles('a');

  it('publishes what is new, and what was edited meanwhile', async () => {
    expect((await look()).looked).to.deep.equal([1]);
    drafts.edit('a', 'two');
    drafts.edit('b', 'new');
    expect((await look()).looked).to.deep.equal([2]);
    expect(await titles()).to.deep.equal(['one', 'two']);
    expect(await world.titles('b')).to.deep.equal(['new']);
  });

  it('changes nothing where nothing was edited', async () => {
    await look();
    const { version } = await world.state('a');
    expect((await look()).looked).to.deep.equal([0]);
    expect((await world.state('a')).version).to.equal(version);
  });

  it('says that it has looked, also where there is nothing', async () => {
    expect((await world.feed.since(0)).findings).to.equal(0);
    await look(new MemoryDrafts());
    expect((await world.feed.since(0)).findings).to.equal(1);
  });

  it('lists what is wrong with files now, and nothing that was', async () => {
    drafts.put('b', '{');
    drafts.put('c', '{');
    await look();
    expect(await findingsIn(world)).to.deep.equal(['b not_json', 'c not_json']);
    drafts.edit('b', 'mended');
    expect((await look()).refusals).to.deep.equal(['c not_json']);
    expect(await findingsIn(world)).to.deep.equal(['c not_json']);
  });

  it('publishes 500 drafts in portions', async () => {
    for (let index = 0; index < 500; index++) drafts.edit(`many-${index}`, 'new');
    expect((await look()).looked).to.deep.equal([501]);
  });

  it('publishes what is edited while it ends', async () => {
    drafts.edit('b', 'one');
    await look();
    drafts.texts.delete('b');
    // Nothing is heard of later that was taken before.
    drafts.edit('a', 'two');
    const shift = new DraftShift(world, drafts);
    let hasEdited = false;
    // The folder is followed, and the removal of b is being recorded.
    shift.faults.plan = () => {
      if (drafts.isFollowed && !hasEdited) {
        hasEdited = true;
        drafts.edit('a', 'late');
      }
      return null;
    };
    await shift.begin();
    await shift.settle(time);
    expect(shift.removed).to.deep.equal(['b']);
    expect(await titles()).to.deep.equal(['one', 'two', 'late']);
    shift.end();
  });

  it('leaves an older release aside, and publishes the same text after another edit', async () => {
    await look();
    await world.publish('a', 'two', { isDraft: true });
    const away = new MemoryDrafts({ a: 'one' });
    const shift = new DraftShift(world, away, { isOneMachine: false });
    await shift.begin();
    away.put('a');
    await shift.settle(time);
    expect(await findingsIn(world)).to.deep.equal(['a older_release']);
    away.edit('a', 'three');
    await shift.settle(time);
    away.edit('a', 'one');
    await shift.settle(time);
    expect(await titles()).to.deep.equal(['one', 'two', 'three', 'one']);
    expect(await findingsIn(world)).to.deep.equal([]);
    shift.end();
  });

  describe('after a folder was removed while no publisher was at work', () => {
    beforeEach(async () => {
      for (const id of ['b', 'c']) drafts.edit(id, 'one');
      await look();
    });
    const isRemoved = async (id: string) => (await world.state(id)).serving?.isRemoved;

    it('removes the activity, on one machine', async () => {
      drafts.texts.delete('b');
      drafts.put('c', '{');
      expect((await look()).removed).to.deep.equal(['b']);
      expect([await isRemoved('a'), await isRemoved('b'), await isRemoved('c')]).to.deep.equal([
        false,
        true,
        false,
      ]);
      expect((await look()).removed).to.deep.equal([]);
    });

    it('leaves it on several machines: the folder may be elsewhere', async () => {
      await lookAway({ a: 'one' });
      expect(await isRemoved('b')).to.equal(false);
    });

    it('leaves all of a folder that is empty: it is not mounted', async () => {
      await look(new MemoryDrafts());
      expect([await isRemoved('a'), await isRemoved('b'), await isRemoved('c')]).to.deep.equal([
        false,
        false,
        false,
      ]);
    });

    it('leaves what was not taken from the folder', async () => {
      await world.publish('console', 'one', { by: 'console' });
      await world.publish('by-command', 'one');
      await look();
      expect([await isRemoved('console'), await isRemoved('by-command')]).to.deep.equal([false, false]);
    });
  });

  for (const isOneMachine of [true, false]) {
    describe(isOneMachine ? 'on one machine' : 'on one of several machines', () => {
      it('does not undo a rollback, whether the folder has the text of it or not', async () => {
        await look(drafts, isOneMachine);
        drafts.edit('a', 'two');
        await look(drafts, isOneMachine);
        await world.rollBack('a', 'one');
        await look(drafts, isOneMachine);
        expect(await titles()).to.deep.equal(['one', 'two', 'one']);
        drafts.edit('a', 'one');
        await look(drafts, isOneMachine);
        await look(drafts, isOneMachine);
        expect(await titles()).to.deep.equal(['one', 'two', 'one']);
      });

      it('publishes the next edit after a rollback', async () => {
        await look(drafts, isOneMachine);
        drafts.edit('a', 'two');
        await look(drafts, isOneMachine);
        await world.rollBack('a', 'one');
        drafts.edit('a', 'three');
        await look(drafts, isOneMachine);
        expect((await titles()).at(-1)).to.equal('three');
      });

      it('does not publish a candidate to everyone that was aborted', async () => {
        await look(drafts, isOneMachine);
        drafts.edit('a', 'two');
        const content = contentOf(textOf('two'), {});
        const audience = { kind: 'percent', percent: 10 } as const;
        await world.order('a', { kind: 'roll_out', content, audience, by: 'files', isDraft: true });
        await look(drafts, isOneMachine);
        await world.order('a', { kind: 'abort' });
        await look(drafts, isOneMachine);
        expect(await titles()).to.deep.equal(['one']);
      });
    });
  }

  it('on one machine publishes an earlier text that the folder has again', async () => {
    await look();
    drafts.edit('a', 'two');
    await look();
    drafts.edit('a', 'one');
    await look();
    expect(await titles()).to.deep.equal(['one', 'two', 'one']);
  });

  it('on one machine publishes the rolled back text where the folder had the earlier one in between', async () => {
    await look();
    drafts.edit('a', 'two');
    await look();
    await world.rollBack('a', 'one');
    drafts.edit('a', 'one');
    await look();
    drafts.edit('a', 'two');
    await look();
    expect(await titles()).to.deep.equal(['one', 'two', 'one', 'two']);
  });

  describe('on a machine with older files', () => {
    beforeEach(async () => {
      await lookAway({ a: 'one' });
      await lookAway({ a: 'two' });
    });

    it('publishes no older file, and reports it', async () => {
      const shift = await lookAway({ a: 'one' });
      expect(shift.refusals).to.deep.equal(['a older_release']);
      expect(shift.refused[0]?.problems[0]?.params).to.deep.equal({ release: '1', served: '2' });
      expect(await findingsIn(world)).to.deep.equal(['a older_release']);
      expect(await titles()).to.deep.equal(['one', 'two']);
    });

    it('publishes a new file', async () => {
      expect((await lookAway({ a: 'three' })).looked).to.deep.equal([1]);
      expect(await titles()).to.deep.equal(['one', 'two', 'three']);
      expect(await findingsIn(world)).to.deep.equal([]);
    });

    it('finds an older file also where hundreds of changes came since', async () => {
      for (let round = 0; round < 150; round++) {
        await world.order('a', { kind: 'pause' });
        await world.order('a', { kind: 'resume' });
      }
      for (let no = 3; no <= 250; no++) await world.publish('a', `edit ${no}`);
      expect((await lookAway({ a: 'one' })).refusals).to.deep.equal(['a older_release']);
    });

    it('finds one that was a candidate only', async () => {
      await world.rollOut('a', 'tried');
      await world.order('a', { kind: 'abort' });
      expect((await lookAway({ a: 'tried' })).refusals).to.deep.equal(['a older_release']);
    });

    it('undoes no rollback by a file that is older than it', async () => {
      await world.rollBack('a', 'one');
      await lookAway({ a: 'one' });
      expect((await lookAway({ a: 'two' })).refusals).to.deep.equal(['a older_release']);
      await lookAway({ a: 'one' });
      expect(await titles()).to.deep.equal(['one', 'two', 'one']);
      expect(await findingsIn(world)).to.deep.equal([]);
    });

    it('knows a new picture from an older one beside the same text', async () => {
      const withPicture = async (hash: string) => {
        const away = new MemoryDrafts({ a: 'two' });
        away.media.set('a', [{ name: 'a.png', hash, bytes: Buffer.from(hash) }]);
        const shift = new DraftShift(world, away, { isOneMachine: false });
        await shift.begin();
        // A text that was taken without pictures is read when it is followed.
        await shift.settle(time);
        shift.end();
        return shift;
      };
      const pictures = async () => (await world.state('a')).release?.pictures;
      await withPicture('first');
      expect(await pictures()).to.deep.equal({ 'a.png': 'first' });
      await withPicture('second');
      expect(await pictures()).to.deep.equal({ 'a.png': 'second' });
      expect((await withPicture('first')).refusals).to.deep.equal(['a older_release']);
      expect((await lookAway({ a: 'two' })).refusals).to.deep.equal(['a older_release']);
    });
  });

  it('never undoes what came last, in whatever order machines look, files are copied and releases rolled back', async () => {
    // Two machines that get the same edits, the second one late or never, with looks and rollbacks in between.
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant('edit' as const) },
      { weight: 2, arbitrary: fc.constant('copy' as const) },
      { weight: 3, arbitrary: fc.constantFrom('look-1' as const, 'look-2' as const) },
      { weight: 2, arbitrary: fc.constant('roll_back' as const) },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        run += 1;
        const id = `run-${run}`;
        const machines = [
          new MemoryDrafts({ [id]: 'edit 0' }),
          new MemoryDrafts({ [id]: 'edit 0' }),
        ] as const;
        await look(machines[0], false);
        let latest = 'edit 0';
        let edits = 0;
        for (const each of steps) {
          if (each === 'edit') machines[0].edit(id, `edit ${++edits}`);
          else if (each === 'copy') machines[1].put(id, machines[0].texts.get(id));
          else if (each === 'roll_back') {
            const titlesNow = await world.titles(id);
            const before = titlesNow.filter((title) => title !== titlesNow.at(-1)).at(-1);
            if (before === undefined) continue;
            await world.rollBack(id, before);
            latest = before;
          } else {
            const machine = machines[each === 'look-1' ? 0 : 1];
            const title = (JSON.parse(machine.texts.get(id) ?? '') as { title: string }).title;
            const isNew = !(await world.titles(id)).includes(title);
            await look(machine, false);
            if (isNew) latest = title;
          }
          expect((await world.titles(id)).at(-1)).to.equal(latest);
        }
      }),
      { numRuns: 60 },
    );
  });
});
