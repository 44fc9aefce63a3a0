import { expect } from 'chai';
import fc from 'fast-check';
import { type ChangeRequest, ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { ReleaseOrder } from '../../../src/domain/releases/decide-change.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { Faults } from './faults.ts';
import { openWorld, textOf, type World } from './world.ts';

const clock = { now: () => Date.now() };
const content = (title: string, pictures = {}) => contentOf(textOf(title), pictures);
const publish = (title: string, pictures = {}): ReleaseOrder => ({
  ...{ kind: 'publish', content: content(title, pictures), by: 'files', isDraft: false },
});
const rollOut = (title: string): ReleaseOrder => ({
  ...{ kind: 'roll_out', content: content(title), by: 'files', isDraft: false },
  audience: { kind: 'percent', percent: 10 },
});
const request = (activityId: string, order: ReleaseOrder | null, author = 'ann'): ChangeRequest => ({
  ...{ activityId, author, note: 'why', order: () => order },
});

describe('ReleaseChanges', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(clock);
  });
  afterEach(() => world.close());

  it('makes a change, and says what it was', async () => {
    const [first] = await world.changes.apply([request('a', publish('one'))]);
    expect(first).to.deep.include({ kind: 'changed', action: 'publish', newNo: 1 });
    const [second] = await world.changes.apply([request('a', { kind: 'pause' })]);
    expect(second).to.deep.include({ kind: 'changed', action: 'pause', newNo: null });
    const [row] = await world.store.history('a', { limit: 1 });
    expect(row).to.include({ author: 'ann', note: 'why', action: 'pause' });
  });

  it('answers in the order of the requests, also where some change nothing', async () => {
    await world.publish('a', 'one');
    const results = await world.changes.apply([
      ...[request('b', publish('one')), request('a', publish('one')), request('c', { kind: 'pause' })],
      ...[request('d', null), request('a', { kind: 'pause' })],
    ]);
    expect(results.map((result) => result.kind)).to.deep.equal([
      ...['changed', 'unchanged', 'refused', 'unchanged', 'changed'],
    ]);
    expect(await world.changes.apply([])).to.deep.equal([]);
  });

  it('makes several changes of one activity, one after another', async () => {
    const results = await world.changes.apply([
      ...[request('a', publish('one')), request('a', { kind: 'pause' }), request('a', publish('two'))],
    ]);
    expect(results.map((result) => result.kind)).to.deep.equal(['changed', 'changed', 'changed']);
    const { serving, release, lastNo } = await world.state('a');
    expect(serving?.isPaused).to.equal(true);
    expect(lastNo).to.equal(2);
    expect(release?.no).to.equal(2);
  });

  it('makes each of 40 changes that come at once, one after another', async () => {
    const titles = Array.from({ length: 40 }, (_, index) => `title ${index}`);
    // Four processes, of ten changes each: one of them is first each time.
    const processes = [0, 1, 2, 3].map(async (process) => {
      for (const title of titles.slice(process * 10, process * 10 + 10)) {
        const changes = new ReleaseChanges({ ...world, requiresApproval: false });
        const [result] = await changes.apply([request('a', publish(title))]);
        expect(result?.kind).to.equal('changed');
      }
    });
    await Promise.all(processes);
    expect([...(await world.titles('a'))].sort()).to.deep.equal([...titles].sort());
    expect((await world.state('a')).lastNo).to.equal(40);
  });

  it('decides anew by what came first', async () => {
    let asked = 0;
    const order = (): ReleaseOrder => ({ ...publish('mine'), expect: 1 }) as ReleaseOrder;
    await world.publish('a', 'one');
    const racing: ChangeRequest = {
      ...request('a', null),
      order: () => {
        asked += 1;
        return order();
      },
    };
    const store = {
      states: async (ids: readonly string[]) => {
        const states = await world.store.states(ids);
        if (asked === 0) await world.publish('a', 'first');
        return states;
      },
      append: world.store.append.bind(world.store),
    };
    const changes = new ReleaseChanges({ store, approvals: world.approvals, requiresApproval: false });
    expect(await changes.apply([racing])).to.deep.equal([{ kind: 'refused', reason: 'unexpected', no: 2 }]);
    expect(asked).to.equal(2);
  });

  it('gives up where other changes come first again and again', async () => {
    const store = {
      states: world.store.states.bind(world.store),
      append: async () => [{ kind: 'conflict' }] as const,
    };
    const changes = new ReleaseChanges({ store, approvals: world.approvals, requiresApproval: false });
    const fault = await changes.apply([request('a', publish('one'))]).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(DependencyError);
  });

  it('publishes a text once, however often it must be tried', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('before' as const, 'after' as const, null), { maxLength: 8 }),
        fc.uuid(),
        async (plan, id) => {
          const faults = new Faults();
          faults.plan = (call) => plan[call - 1] ?? null;
          const changes = new ReleaseChanges({
            ...{ store: faults.on(world.store), approvals: world.approvals, requiresApproval: false },
          });
          for (;;) {
            const results = await changes.apply([request(id, publish('one'))]).catch(() => null);
            if (results) break;
          }
          expect(await world.actions(id)).to.deep.equal(['publish']);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('ReleaseChanges, where approval is required', () => {
  let world: World;
  const approve = (title: string, by: string, { activityId = 'a', pictures = {} } = {}) =>
    world.approvals.approve({ activityId, content: content(title, pictures).content, by, at: 1 });
  const refused = { kind: 'refused', reason: 'not_approved' };
  const apply = async (order: ReleaseOrder, author?: string) =>
    (await world.changes.apply([request('a', order, author)]))[0];

  beforeEach(async () => {
    world = await openWorld(clock, { requiresApproval: true });
  });
  afterEach(() => world.close());

  it('publishes what another person has approved', async () => {
    expect(await apply(publish('one'))).to.deep.equal(refused);
    await approve('one', 'ann');
    expect(await apply(publish('one')), 'by its author').to.deep.equal(refused);
    await approve('one', 'bob', { activityId: 'b' });
    expect(await apply(publish('one')), 'of another activity').to.deep.equal(refused);
    await approve('one', 'bob');
    expect(await apply(publish('one'))).to.include({ kind: 'changed' });
  });

  it('takes no approval of another text, or of other pictures', async () => {
    await approve('one', 'bob');
    expect(await apply(publish('One'))).to.deep.equal(refused);
    expect(await apply(publish('one', { 'a.png': 'hash' }))).to.deep.equal(refused);
    await approve('one', 'bob', { pictures: { 'a.png': 'hash' } });
    expect(await apply(publish('one', { 'a.png': 'hash' }))).to.include({ kind: 'changed' });
    expect(await apply(publish('one', { 'a.png': 'other' }))).to.deep.equal(refused);
  });

  it('needs one for a candidate, and none to give it to more, to all, or to nobody', async () => {
    await approve('one', 'bob');
    await apply(publish('one'));
    expect(await apply(rollOut('two'))).to.deep.equal(refused);
    await approve('two', 'bob');
    expect(await apply(rollOut('two'))).to.include({ action: 'roll_out' });
    const audience = { kind: 'percent', percent: 50 } as const;
    const wider = { kind: 'roll_out', content: null, audience, by: 'files', isDraft: false } as const;
    expect(await apply(wider)).to.include({ action: 'widen' });
    expect(await apply({ kind: 'promote' })).to.include({ action: 'promote' });
    await approve('three', 'bob');
    await apply(rollOut('three'));
    expect(await apply({ kind: 'abort' })).to.include({ action: 'abort' });
  });

  it('needs none to pause and to roll back', async () => {
    await approve('one', 'bob');
    await apply(publish('one'));
    await approve('two', 'bob');
    await apply(publish('two'));
    expect(await apply({ kind: 'pause' })).to.include({ kind: 'changed' });
    expect(await apply({ kind: 'roll_back', content: content('one') })).to.include({ kind: 'changed' });
    expect(await apply({ kind: 'resume' })).to.include({ kind: 'changed' });
  });

  it('changes nothing while approvals cannot be read', async () => {
    const faults = new Faults();
    faults.isAway = true;
    const approvals = faults.on(world.approvals);
    const changes = new ReleaseChanges({ store: world.store, approvals, requiresApproval: true });
    const fault = await changes.apply([request('a', publish('one'))]).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(DependencyError);
    expect((await world.state('a')).version).to.equal(0);
  });
});
