import { expect } from 'chai';
import { type DraftShift, findingsIn, type OpenedShift, openShift } from './draft-shift.ts';
import type { FakeTime } from './fake-time.ts';
import type { MemoryDrafts } from './memory-drafts.ts';
import { textOf, type World } from './world.ts';

describe('DraftPublisher, while drafts are edited', () => {
  let time: FakeTime;
  let world: World;
  let drafts: MemoryDrafts;
  let shift: DraftShift;
  let settle: OpenedShift['settle'];
  let close: OpenedShift['close'];

  beforeEach(async () => {
    ({ time, world, drafts, shift, settle, close } = await openShift({ a: 'one', b: 'neighbour' }));
  });
  afterEach(() => close());

  it('publishes each draft once', async () => {
    expect(shift.looked).to.deep.equal([2]);
    expect((await world.state('a')).serving).to.deep.include({ no: 1, managedBy: 'files' });
    expect(await findingsIn(world)).to.deep.equal([]);
    expect(await world.titles('b')).to.deep.equal(['neighbour']);
    await time.pass(5000);
    expect(shift.published).to.deep.equal([]);
  });

  it('publishes an edit, and no other draft', async () => {
    drafts.edit('a', 'two');
    await settle();
    expect(shift.published).to.deep.equal(['a 2']);
    expect(await world.titles('a')).to.deep.equal(['one', 'two']);
    expect(await world.titles('b')).to.deep.equal(['neighbour']);
  });

  it('publishes nothing where a file was touched, or has its text again', async () => {
    drafts.put('a');
    await settle();
    drafts.put('a', '{"dispatch":');
    await settle();
    drafts.edit('a', 'one');
    await settle();
    expect(await world.actions('a')).to.deep.equal(['publish']);
    expect(await findingsIn(world)).to.deep.equal([]);
  });

  it('publishes an edited draft back and forth', async () => {
    for (const title of ['two', 'one', 'two']) {
      drafts.edit('a', title);
      await settle();
    }
    expect(await world.titles('a')).to.deep.equal(['one', 'two', 'one', 'two']);
  });

  it('publishes a file that is written all the time a few times a second, and at last its last text', async () => {
    for (let edit = 1; edit <= 100; edit++) {
      drafts.edit('a', `edit ${edit}`);
      await time.pass(100);
    }
    await settle();
    const titles = await world.titles('a');
    expect(titles.at(-1)).to.equal('edit 100');
    expect(titles.length).to.be.within(20, 45);
  });

  it('publishes 2,000 edits that come at once within a second or so', async () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `many-${index}`);
    for (const id of ids) drafts.edit(id, 'new');
    await time.until(() => shift.published.length === 2000, 5000);
    const states = await world.store.states(ids);
    expect(states.every(({ serving }) => serving?.no === 1)).to.equal(true);
    const at = (await world.feed.current()).map((change) => change.at);
    expect(Math.max(...at) - Math.min(...at)).to.be.below(2500);
  });

  it('lists what is wrong with files, and no longer when it is mended or gone', async () => {
    drafts.put('a', '{"dispatch":');
    drafts.put('c', textOf('x', { is_login_user: 'yes' }));
    await settle();
    expect(await findingsIn(world)).to.deep.equal(['a not_json', 'c wrong_type']);
    expect(shift.refusals).to.deep.equal(['a not_json', 'c wrong_type']);
    expect(await world.titles('a')).to.deep.equal(['one']);
    drafts.edit('a', 'mended');
    await settle();
    expect(await findingsIn(world)).to.deep.equal(['c wrong_type']);
    drafts.remove('c');
    await settle();
    expect(await findingsIn(world)).to.deep.equal([]);
  });

  it('writes the findings only where they change', async () => {
    const { findings: before } = await world.feed.since(0);
    drafts.edit('a', 'two');
    await settle();
    expect((await world.feed.since(0)).findings).to.equal(before);
  });

  it('keeps what is wrong with a file that is broken while its last text is published', async () => {
    drafts.edit('a', 'two');
    // Its publication is under way.
    shift.faults.plan = () => {
      drafts.put('a', '{"dispatch":');
      shift.faults.plan = () => null;
      return null;
    };
    await settle();
    expect(shift.published.at(-1)).to.equal('a 2');
    expect(await findingsIn(world)).to.deep.equal(['a not_json']);
  });

  it('removes an activity with its folder, and serves it again when it is back, as it was or with another text', async () => {
    const removed = async () => {
      drafts.remove('a');
      await settle();
      return (await world.state('a')).serving?.isRemoved;
    };
    expect(await removed()).to.equal(true);
    drafts.edit('a', 'one');
    await settle();
    expect((await world.state('a')).serving).to.deep.include({ no: 1, isRemoved: false });
    expect(await removed()).to.equal(true);
    drafts.edit('a', 'two');
    await settle();
    expect((await world.state('a')).serving).to.deep.include({ no: 2, isRemoved: false });
    expect(shift.removed).to.deep.equal(['a', 'a']);
  });

  it('serves again what a rollback had brought back, when the folder was away and is back as it was', async () => {
    drafts.edit('a', 'two');
    await settle();
    await world.rollBack('a', 'one');
    drafts.remove('a');
    await settle();
    drafts.edit('a', 'two');
    await settle();
    expect((await world.state('a')).serving).to.deep.include({ no: 3, isRemoved: false });
  });

  it('knows that the store has gone back, also where it had published a moment before, and where as much is new', async () => {
    const { publisher } = shift;
    expect(await publisher.hasGoneBack()).to.equal(false);
    drafts.edit('a', 'two');
    await settle();
    expect(await publisher.hasGoneBack()).to.equal(false);
    drafts.edit('a', 'three');
    await settle();
    const { db } = world.records;
    const forget = async () => {
      const { version } = await world.state('a');
      await db.deleteFrom('release_changes').where('version', '=', version).execute();
      await db
        .updateTable('release_counter')
        .set({ version: version - 1 })
        .execute();
    };
    await forget();
    expect(await publisher.hasGoneBack()).to.equal(true);
    await publisher.begin(() => true);
    expect(await publisher.hasGoneBack()).to.equal(false);
    await world.publish('a', 'four');
    expect(await publisher.hasGoneBack()).to.equal(false);
    await forget();
    await world.publish('b', 'of the restored store');
    expect(await publisher.hasGoneBack()).to.equal(true);
  });

  it('removes nothing that the console manages, or that was never published', async () => {
    await world.publish('console', 'of the console', { by: 'console' });
    drafts.put('console', '{');
    drafts.put('never', '{');
    drafts.remove('console');
    drafts.remove('never');
    await settle();
    expect((await world.state('console')).serving?.isRemoved).to.equal(false);
    expect((await world.state('never')).version).to.equal(0);
    expect(shift.removed).to.deep.equal([]);
  });

  it('reports a draft of an activity that the console manages, and leaves the release', async () => {
    await world.publish('c', 'of the console', { by: 'console' });
    drafts.edit('c', 'of the file');
    await settle();
    expect(await findingsIn(world)).to.deep.equal(['c managed_by_console']);
    expect(shift.refused.at(-1)).to.include({ activityId: 'c', path: '/drafts/c/data.json' });
    expect(await world.titles('c')).to.deep.equal(['of the console']);
    drafts.remove('c');
    await settle();
    expect(await findingsIn(world)).to.deep.equal([]);
    expect((await world.state('c')).serving?.isRemoved).to.equal(false);
  });
});
