import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { type DraftShift, findingsIn, type OpenedShift, openShift } from './draft-shift.ts';
import type { MemoryDrafts } from './memory-drafts.ts';
import { textOf, type World } from './world.ts';

describe('DraftPublisher, where approval is required', () => {
  let world: World;
  let drafts: MemoryDrafts;
  let shift: DraftShift;
  let settle: OpenedShift['settle'];
  let close: OpenedShift['close'];

  beforeEach(async () => {
    ({ world, drafts, shift, settle, close } = await openShift({ a: 'one' }, { requiresApproval: true }));
  });
  afterEach(() => close());
  const approve = (title: string) =>
    world.approvals.approve({
      activityId: 'a',
      content: contentOf(textOf(title), {}).content,
      by: 'bob',
      at: 1,
    });
  const retry = async () => {
    await shift.publisher.retry();
    await settle();
  };

  it('reports once what nobody has approved', async () => {
    await retry();
    await retry();
    expect(shift.refusals).to.deep.equal(['a not_approved']);
    expect(await findingsIn(world)).to.deep.equal(['a not_approved']);
    expect((await world.state('a')).version).to.equal(0);
  });

  it('publishes it when it is approved, without another edit', async () => {
    await approve('one');
    await retry();
    expect(shift.published).to.deep.equal(['a 1']);
    expect(await findingsIn(world)).to.deep.equal([]);
    await retry();
    expect(shift.published).to.have.length(1);
  });

  it('takes what everyone has got by a rollback, which needs no approval', async () => {
    await approve('one');
    await retry();
    await approve('two');
    drafts.edit('a', 'two');
    await settle();
    await world.records.db.deleteFrom('release_approvals').execute();
    drafts.edit('a', 'one');
    await settle();
    expect(await findingsIn(world)).to.deep.equal(['a not_approved']);
    await world.rollBack('a', 'one');
    await retry();
    expect(await findingsIn(world)).to.deep.equal([]);
    await approve('two');
    drafts.edit('a', 'two');
    await settle();
    expect(await world.titles('a')).to.deep.equal(['one', 'two', 'one', 'two']);
  });

  it('publishes no earlier text for which the approval came too late', async () => {
    drafts.edit('a', 'two');
    await settle();
    await approve('one');
    await retry();
    expect((await world.state('a')).version).to.equal(0);
    drafts.put('a', '{');
    await settle();
    await approve('two');
    await retry();
    expect((await world.state('a')).version).to.equal(0);
    expect(await findingsIn(world)).to.deep.equal(['a not_json']);
  });
});
