import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { ReleaseSchedule } from '../../../src/application/releases/release-schedule.ts';
import type { Submission } from '../../../src/application/releases/submission.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { sha256 } from '../../contracts/sample-releases.ts';
import { openWorld, textOf, type World } from './world.ts';

const AT = 1_790_000_000_000;
const DUE = AT + 3_600_000;

describe('ReleaseSchedule', () => {
  let world: World;
  let releases: ReleaseSchedule;
  let now: number;
  const clock = { now: () => now };

  async function open(requiresApproval = false): Promise<void> {
    now = AT;
    let lastId = 0;
    world = await openWorld(clock, { requiresApproval });
    releases = new ReleaseSchedule({ ...world, clock, identifiers: { next: () => `id-${++lastId}` } });
  }
  beforeEach(() => open());
  afterEach(() => world.close());

  const ann = { activityId: 'a', author: 'ann', note: 'why' };
  function submission(title: string, more: Partial<Submission> = {}): Submission {
    const text = textOf(title);
    return {
      activity: {} as Activity,
      content: contentOf(text, {}),
      pictures: [],
      by: 'files',
      isDraft: true,
      ...more,
    };
  }
  const schedule = (title: string, besideNo: number, more: Partial<Submission> = {}) =>
    releases.add(ann, submission(title, more), { dueAt: DUE, besideNo });

  it('schedules beside the release that was shown', async () => {
    expect(await schedule('first', 0)).to.deep.equal({ kind: 'scheduled' });
    await world.publish('a', 'one');
    expect(await schedule('second', 1)).to.deep.equal({ kind: 'scheduled' });
    const planned = await releases.planned('a');
    expect(planned.map(({ id, besideNo }) => [id, besideNo])).to.deep.equal([
      ['id-1', 0],
      ['id-2', 1],
    ]);
    expect(planned[1]).to.include({
      ...ann,
      ...contentOf(textOf('second'), {}),
      dueAt: DUE,
      pictures: planned[1]?.pictures,
    });
  });

  it('schedules nothing where everyone has another release than was shown', async () => {
    await world.publish('a', 'one');
    await world.publish('a', 'two');
    expect(await schedule('three', 1)).to.deep.equal({ kind: 'refused', reason: 'unexpected', no: 2 });
    expect(await releases.planned('a')).to.deep.equal([]);
  });

  it('schedules nothing that everyone has already', async () => {
    await world.publish('a', 'one');
    expect(await schedule('one', 1)).to.deep.equal({ kind: 'unchanged', no: 1 });
    expect(await releases.planned('a')).to.deep.equal([]);
  });

  it('schedules nothing of an activity that is managed elsewhere, and keeps no picture of it', async () => {
    await world.publish('a', 'one', { by: 'console' });
    const pictures = [{ name: 'a.png', hash: sha256('a'), bytes: Buffer.from('a') }];
    const refusal = { kind: 'refused', reason: 'managed_elsewhere', by: 'console' };
    expect(await schedule('two', 1, { pictures })).to.deep.equal(refusal);
    expect(await releases.planned('a')).to.deep.equal([]);
    expect(await world.pictures.find(sha256('a'))).to.equal(undefined);
    expect(await schedule('two', 1, { pictures, by: 'console' })).to.deep.equal({ kind: 'scheduled' });
    expect(await world.pictures.find(sha256('a'))).not.to.equal(undefined);
  });

  it('schedules nothing that nobody else has approved, where that is required', async () => {
    await world.close();
    await open(true);
    const refusal = { kind: 'refused', reason: 'not_approved' };
    expect(await schedule('one', 0)).to.deep.equal(refusal);
    const { content } = submission('one').content;
    const approve = (by: string) => world.approvals.approve({ activityId: 'a', content, by, at: AT });
    await approve('ann');
    expect(await schedule('one', 0), 'by the author').to.deep.equal(refusal);
    await approve('bob');
    expect(await schedule('one', 0)).to.deep.equal({ kind: 'scheduled' });
  });

  it('cancels those of one activity, with the name and the time', async () => {
    await schedule('one', 0);
    await schedule('two', 0);
    await releases.add({ ...ann, activityId: 'b' }, submission('b'), { dueAt: DUE, besideNo: 0 });
    now += 1000;
    const results = await releases.cancel({ activityId: 'a', author: 'bob' });
    expect(results.map(({ scheduled: { id }, isCancelled }) => [id, isCancelled])).to.deep.equal([
      ['id-1', true],
      ['id-2', true],
    ]);
    expect(await releases.cancel({ activityId: 'a', author: 'bob' })).to.deep.equal([]);
    const [latest] = await releases.cancelled('a', 1);
    expect(latest).to.include({ id: 'id-2', author: 'ann', reason: 'by bob', at: AT + 1000 });
    expect(await releases.planned('b')).to.have.length(1);
  });

  it('cancels none that was published and is not noted as such yet', async () => {
    await schedule('one', 0);
    now = DUE - 100;
    await world.publish('a', 'one');
    const results = await releases.cancel({ activityId: 'a', author: 'bob' });
    expect(results.map(({ isCancelled }) => isCancelled)).to.deep.equal([false]);
    expect(await releases.cancelled('a', 9)).to.deep.equal([]);
    expect(await releases.planned('a')).to.have.length(1);
  });

  it('cancels one long before it is due, also where its text was published by hand', async () => {
    await schedule('one', 0);
    await world.publish('a', 'one');
    const results = await releases.cancel({ activityId: 'a', author: 'bob' });
    expect(results.map(({ isCancelled }) => isCancelled)).to.deep.equal([true]);
  });
});
