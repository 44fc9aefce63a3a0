import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { DraftShift, findingsIn } from './draft-shift.ts';
import { FakeTime } from './fake-time.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

describe('DraftPublisher, where approval is required', () => {
  let time: FakeTime;
  let world: World;
  let drafts: MemoryDrafts;
  let shift: DraftShift;

  beforeEach(async () => {
    time = new FakeTime();
    world = await openWorld(time.clock, { requiresApproval: true });
    drafts = new MemoryDrafts({ a: 'one' });
    shift = new DraftShift(world, drafts);
    await shift.begin();
    await shift.settle(time);
  });
  afterEach(async () => {
    shift.end();
    await world.close();
    time.restore();
  });
  const approve = (title: string) =>
    world.approvals.approve({
      activityId: 'a',
      content: contentOf(textOf(title), {}).content,
      by: 'bob',
      at: 1,
    });
  const retry = async () => {
    shift.publisher.retry();
    await shift.settle(time);
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

  it('publishes no earlier text for which the approval came too late', async () => {
    drafts.edit('a', 'two');
    await shift.settle(time);
    await approve('one');
    await retry();
    expect((await world.state('a')).version).to.equal(0);
    drafts.put('a', '{');
    await shift.settle(time);
    await approve('two');
    await retry();
    expect((await world.state('a')).version).to.equal(0);
    expect(await findingsIn(world)).to.deep.equal(['a not_json']);
  });
});
