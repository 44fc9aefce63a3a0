import { expect } from 'chai';
import fc from 'fast-check';
import { ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { ReleaseDesk } from '../../../src/application/releases/release-desk.ts';
import { ReleaseQueries } from '../../../src/application/releases/release-queries.ts';
import type { Audience } from '../../../src/domain/releases/audience.ts';
import { candidateRefusal } from '../../../src/domain/releases/candidate-refusal.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { Faults } from './faults.ts';
import { submissionOf } from './submission-of.ts';
import { openWorld, readRelease, type World } from './world.ts';

const NOW = 1_790_000_000_000;
const TEN_PERCENT: Audience = { kind: 'percent', percent: 10 };
const picture = (name: string, hash = `hash of ${name}`) => ({ name, hash, bytes: Buffer.from(hash) });

describe('ReleaseDesk', () => {
  let world: World;
  let faults: Faults;
  let desk: ReleaseDesk;
  let queries: ReleaseQueries;

  beforeEach(async () => {
    world = await openWorld({ now: () => NOW });
    faults = new Faults();
    const { approvals, requiresApproval } = world;
    const store = faults.on(world.store);
    desk = new ReleaseDesk({
      changes: new ReleaseChanges({ store, approvals, requiresApproval }),
      store,
      pictures: faults.on(world.pictures),
      approvals: faults.on(approvals),
      read: readRelease,
      clock: { now: () => NOW },
    });
    queries = new ReleaseQueries({ store: world.store, approvals, read: readRelease });
  });
  afterEach(() => world.close());

  const signed = (activityId = 'a', author = 'ann') => ({ activityId, author, note: 'why' });
  const publish = (...titles: readonly string[]) =>
    titles.reduce<Promise<unknown>>(
      (before, title) => before.then(() => desk.publish(signed(), submissionOf(title))),
      Promise.resolve(),
    );
  /* The command takes the one before where none is named. */
  const rollBack = async (no?: number) => {
    const { serving } = await queries.state('a');
    const before = no ?? (await queries.releaseBefore('a', serving?.no ?? 0));
    return desk.rollBack(signed(), before ?? 0);
  };
  const stable = async () => (await world.titles('a')).at(-1);

  describe('publish', () => {
    it('publishes a text with its pictures, which are stored', async () => {
      const result = await desk.publish(signed(), submissionOf('one', { pictures: [picture('a.png')] }));
      expect(result).to.include({ kind: 'changed', newNo: 1 });
      expect((await queries.release('a', 1))?.pictures).to.deep.equal({ 'a.png': 'hash of a.png' });
      expect(await world.pictures.missing(['hash of a.png'])).to.deep.equal([]);
    });

    it('publishes only beside the release that is expected', async () => {
      await publish('one');
      expect(await desk.publish(signed(), submissionOf('two'), 0)).to.include({
        reason: 'unexpected',
        no: 1,
      });
      expect(await desk.publish(signed(), submissionOf('two'), 1)).to.include({ newNo: 2 });
      expect(await desk.publish(signed(), submissionOf('two'), 2)).to.include({ kind: 'unchanged', no: 2 });
    });

    it('publishes one of two that expect the same release', async () => {
      await publish('one');
      const both = await Promise.all(
        ['two', 'three'].map((title) => desk.publish(signed(), submissionOf(title), 1)),
      );
      expect(both.map(({ kind }) => kind).sort()).to.deep.equal(['changed', 'refused']);
    });

    it('refuses an activity of the console', async () => {
      await desk.publish(signed(), submissionOf('one', { by: 'console', isDraft: false }));
      const refused = { kind: 'refused', reason: 'managed_elsewhere', by: 'console' };
      expect(await desk.publish(signed(), submissionOf('two'))).to.deep.equal(refused);
      expect(await desk.rollOut(signed(), submissionOf('two'), TEN_PERCENT)).to.deep.equal(refused);
    });
  });

  describe('rollBack', () => {
    it('publishes the text again that everyone had before, with its pictures, as a new release', async () => {
      await desk.publish(signed(), submissionOf('one', { pictures: [picture('a.png', 'first')] }));
      await desk.publish(signed(), submissionOf('one', { pictures: [picture('a.png', 'second')] }));
      expect(await rollBack()).to.include({ action: 'roll_back', newNo: 3 });
      const { release } = await queries.state('a');
      expect(release).to.deep.include({ no: 3, pictures: { 'a.png': 'first' }, author: 'ann', note: 'why' });
    });

    it('goes back and forth between two, and to any release that is named', async () => {
      await publish('one', 'two', 'three');
      const steps = [];
      for (const no of [undefined, undefined, 1, 4, undefined]) {
        await rollBack(no);
        steps.push(await stable());
      }
      expect(steps).to.deep.equal(['two', 'three', 'one', 'two', 'one']);
      expect((await queries.state('a')).lastNo).to.equal(8);
    });

    it('counts no pause, and no draft that was taken, as a release before', async () => {
      await publish('one', 'two');
      for (let round = 0; round < 20; round++) {
        await desk.pause(signed());
        await desk.resume(signed());
      }
      expect(await queries.releaseBefore('a', 2)).to.equal(1);
      await rollBack();
      expect(await stable()).to.equal('one');
    });

    it('ends a rollout', async () => {
      await publish('one', 'two');
      await desk.rollOut(signed(), submissionOf('three'), TEN_PERCENT);
      expect(await desk.rollBack(signed(), 1)).to.include({ action: 'roll_back', newNo: 4 });
      expect((await queries.state('a')).serving).to.deep.include({ no: 4, candidate: null });
    });

    it('is refused where another release came after the one that was shown', async () => {
      await publish('one', 'two', 'three');
      const refused = { kind: 'refused', reason: 'unexpected', no: 3 };
      expect(await desk.rollBack(signed(), 1, 2)).to.deep.equal(refused);
      expect(await desk.rollBack(signed(), 1, 3)).to.include({ newNo: 4 });
    });

    it('finds the release before behind any number of other changes', async () => {
      await publish('one', 'two');
      for (let round = 0; round < 300; round++) {
        await desk.pause(signed());
        await desk.resume(signed());
      }
      expect(await queries.releaseBefore('a', 2)).to.equal(1);
      expect(await queries.releaseBefore('b', 2)).to.equal(null);
    });

    it('refuses what is not there, is served already, or was removed', async () => {
      expect(await desk.rollBack(signed(), 1)).to.deep.equal({ kind: 'refused', reason: 'no_release' });
      await publish('one');
      for (const no of [0, 2, -1, 99])
        expect(await desk.rollBack(signed(), no)).to.deep.equal({
          kind: 'refused',
          reason: 'no_such_release',
        });
      expect(await desk.rollBack(signed(), 1)).to.include({ reason: 'nothing_new' });
      await world.order('a', { kind: 'remove', by: 'files' });
      expect(await desk.rollBack(signed(), 1)).to.include({ reason: 'removed' });
    });

    it('refuses a text that this program cannot read: nobody would be served', async () => {
      const content = contentOf('{"dispatch":"of another program"}', {});
      await world.order('a', { kind: 'publish', content, by: 'files', isDraft: false });
      await publish('two');
      expect(await desk.rollBack(signed(), 1)).to.deep.equal({
        kind: 'refused',
        reason: 'unreadable_release',
      });
      expect(await stable()).to.equal('two');
    });
  });

  describe('rollOut', () => {
    beforeEach(() => publish('one'));

    it('gives a candidate to an audience, then to another one, then to all', async () => {
      const pictures = [picture('b.png')];
      await desk.rollOut(signed(), submissionOf('two', { pictures }), TEN_PERCENT);
      expect((await queries.state('a')).candidate?.pictures).to.deep.equal({ 'b.png': 'hash of b.png' });
      expect(await world.pictures.missing(['hash of b.png'])).to.deep.equal([]);
      const wider: Audience = { kind: 'zones', zones: ['1000'] };
      expect(await desk.rollOut(signed(), null, wider)).to.include({ action: 'widen', newNo: null });
      expect((await queries.state('a')).serving?.candidate?.audience).to.deep.equal(wider);
      expect(await desk.promote(signed())).to.include({ action: 'promote' });
      expect(await stable()).to.equal('two');
    });

    it('is refused where another candidate is there than was shown', async () => {
      const other = (no: number) => ({ kind: 'refused', reason: 'unexpected_candidate', no });
      await desk.rollOut(signed(), submissionOf('two'), TEN_PERCENT, { expect: 1, candidate: 0 });
      const late = submissionOf('three');
      expect(await desk.rollOut(signed(), late, TEN_PERCENT, { candidate: 0 })).to.deep.equal(other(2));
      await desk.rollOut(signed(), late, TEN_PERCENT, { candidate: 2 });
      const shown = { expect: 1, candidate: 2 };
      expect(await desk.rollOut(signed(), null, TEN_PERCENT, shown)).to.deep.equal(other(3));
      expect(await desk.promote(signed(), { candidate: 2 })).to.deep.equal(other(3));
      expect(await desk.abort(signed(), shown)).to.deep.equal(other(3));
      expect(await desk.abort(signed(), { expect: 1, candidate: 3 })).to.include({ action: 'abort' });
      expect(await desk.abort(signed(), { expect: 1, candidate: 3 })).to.deep.equal(other(0));
    });

    it('refuses to promote after another release, and the rollout may still end', async () => {
      await desk.rollOut(signed(), submissionOf('two'), TEN_PERCENT);
      await publish('three');
      const refused = { kind: 'refused', reason: 'other_release', besideNo: 1, no: 3 };
      expect(await desk.promote(signed())).to.deep.equal(refused);
      const half = { kind: 'percent', percent: 50 } as const;
      expect(await desk.rollOut(signed(), null, half)).to.include({ action: 'widen' });
      expect(await desk.promote(signed())).to.deep.equal(refused);
      expect(await desk.abort(signed())).to.include({ action: 'abort' });
      expect((await queries.state('a')).serving).to.deep.include({ no: 3, candidate: null });
    });

    it('leaves the rollout of a text that is published to everyone meanwhile, until it is ended', async () => {
      await desk.rollOut(signed(), submissionOf('two'), TEN_PERCENT);
      expect(await desk.publish(signed(), submissionOf('two'))).to.include({ newNo: 3 });
      const { serving, release, candidate } = await queries.state('a');
      expect([release?.no, candidate?.no, serving?.candidate?.besideNo]).to.deep.equal([3, 2, 1]);
      expect(release?.hash).to.equal(candidate?.hash);
      expect(await desk.promote(signed())).to.include({ reason: 'other_release' });
      expect(await desk.abort(signed())).to.include({ action: 'abort' });
    });

    it('refuses a candidate with the text that everyone has, and another audience for none', async () => {
      expect(await desk.rollOut(signed(), submissionOf('one'), TEN_PERCENT)).to.include({
        reason: 'nothing_new',
      });
      expect(await desk.rollOut(signed(), null, TEN_PERCENT)).to.include({ reason: 'no_rollout' });
      expect(await desk.rollOut(signed('b'), submissionOf('one'), TEN_PERCENT)).to.include({
        reason: 'no_release',
      });
    });

    it('refuses one of another kind, or without a login', async () => {
      const shake = submissionOf('two', { more: { dispatch: 'shake', prizes: [{ id: 'a', name: 'A' }] } });
      expect(await desk.rollOut(signed(), shake, TEN_PERCENT)).to.include({ reason: 'other_kind' });
      const open = submissionOf('two', { more: { is_login_user: false } });
      expect(await desk.rollOut(signed(), open, TEN_PERCENT)).to.include({ reason: 'needs_login' });
      await desk.publish(signed(), open);
      expect(await desk.rollOut(signed(), submissionOf('three'), TEN_PERCENT)).to.include({
        reason: 'needs_login',
      });
      expect(candidateRefusal(submissionOf('x').activity, submissionOf('y').activity)).to.equal(null);
    });
  });

  describe('approve', () => {
    it('notes an approval of the text that was read, and of no other', async () => {
      const { content } = submissionOf('one', { pictures: [picture('a.png')] });
      const other = { kind: 'other_text', hash: content.hash };
      expect(await desk.approve(signed('a', 'bob'), content, 'another')).to.deep.equal(other);
      expect(await queries.approvers('a', content)).to.deep.equal([]);
      expect(await desk.approve(signed('a', 'bob'), content, content.hash)).to.deep.equal({
        kind: 'approved',
      });
      expect(await queries.approvers('a', content)).to.deep.equal(['bob']);
      expect(await queries.approvers('a', submissionOf('one').content)).to.deep.equal([]);
      expect(await queries.approvers('b', content)).to.deep.equal([]);
      const by = (author: string) => queries.isApproved({ activityId: 'a', author }, content);
      expect([await by('ann'), await by('bob')]).to.deep.equal([true, false]);
    });
  });

  it('has the history of an activity in pages', async () => {
    await publish('one', 'two', 'three');
    const [last, ...more] = await queries.history('a', { limit: 2 });
    expect([last, ...more].map((row) => row?.serving.no)).to.deep.equal([3, 2]);
    const rest = await queries.history('a', { limit: 2, before: more[0]?.version ?? 0 });
    expect(rest.map(({ serving }) => serving.no)).to.deep.equal([1]);
  });

  it('throws while the store is away, and does each step once when it is tried again', async () => {
    faults.isAway = true;
    const fault = await desk.pause(signed()).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(DependencyError);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('before' as const, 'after' as const, null), { maxLength: 12 }),
        async (plan) => {
          const id = `run-${++run}`;
          const { calls } = faults;
          faults.plan = (call) => plan[call - calls - 1] ?? null;
          const again = async (step: () => Promise<unknown>) => {
            while (
              !(await step().then(
                () => true,
                () => false,
              ))
            );
          };
          await again(() => desk.publish(signed(id), submissionOf('one', { pictures: [picture('a.png')] })));
          await again(() => desk.pause(signed(id)));
          await again(() => desk.publish(signed(id), submissionOf('two')));
          await again(() => desk.resume(signed(id)));
          expect(await world.actions(id)).to.deep.equal(['publish', 'pause', 'publish', 'resume']);
        },
      ),
      { numRuns: 40 },
    );
  });
});
