import { expect } from 'chai';
import fc from 'fast-check';
import { ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { ReleaseDesk, type Submission } from '../../../src/application/releases/release-desk.ts';
import type { Audience } from '../../../src/domain/releases/audience.ts';
import { candidateRefusal } from '../../../src/domain/releases/candidate-refusal.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, readRelease, readText, textOf, type World } from './world.ts';

const NOW = 1_790_000_000_000;
const TEN_PERCENT: Audience = { kind: 'percent', percent: 10 };
const picture = (name: string, hash = `hash of ${name}`) => ({ name, hash, bytes: Buffer.from(hash) });

describe('ReleaseDesk', () => {
  let world: World;
  let drafts: MemoryDrafts;
  let faults: Faults;
  let desk: ReleaseDesk;

  beforeEach(async () => {
    world = await openWorld({ now: () => NOW });
    drafts = new MemoryDrafts();
    faults = new Faults();
    let id = 0;
    const { approvals, requiresApproval } = world;
    const store = faults.on(world.store);
    desk = new ReleaseDesk({
      changes: new ReleaseChanges({ store, approvals, requiresApproval }),
      store,
      pictures: faults.on(world.pictures),
      approvals: faults.on(approvals),
      scheduled: faults.on(world.scheduled),
      drafts,
      read: readRelease,
      clock: { now: () => NOW },
      identifiers: { next: () => `id-${++id}` },
    });
  });
  afterEach(() => world.close());

  const signed = (activityId = 'a', author = 'ann') => ({ activityId, author, note: 'why' });
  function submission(
    title: string,
    { more = {}, ...rest }: Partial<Submission> & { more?: object } = {},
  ): Submission {
    const text = textOf(title, { is_login_user: true, ...more });
    const reading = readText('a', text);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const pictures = rest.pictures ?? [];
    const content = contentOf(text, Object.fromEntries(pictures.map(({ name, hash }) => [name, hash])));
    return { activity: reading.activity, content, pictures, by: 'files', isDraft: true, ...rest };
  }
  const publish = (...titles: readonly string[]) =>
    titles.reduce<Promise<unknown>>(
      (before, title) => before.then(() => desk.publish(signed(), submission(title))),
      Promise.resolve(),
    );
  const stable = async () => (await world.titles('a')).at(-1);

  describe('publish', () => {
    it('publishes a text with its pictures, which are stored', async () => {
      const result = await desk.publish(signed(), submission('one', { pictures: [picture('a.png')] }));
      expect(result).to.include({ kind: 'changed', newNo: 1 });
      expect((await desk.release('a', 1))?.pictures).to.deep.equal({ 'a.png': 'hash of a.png' });
      const whole = await desk.release('a', 1);
      const found = whole && (await desk.picturesOf(whole));
      expect(found?.map(({ name, bytes }) => `${name} ${Buffer.from(bytes)}`)).to.deep.equal([
        'a.png hash of a.png',
      ]);
    });

    it('publishes only beside the release that is expected', async () => {
      await publish('one');
      expect(await desk.publish(signed(), submission('two'), 0)).to.include({ reason: 'unexpected', no: 1 });
      expect(await desk.publish(signed(), submission('two'), 1)).to.include({ newNo: 2 });
      expect(await desk.publish(signed(), submission('two'), 2)).to.include({ kind: 'unchanged', no: 2 });
    });

    it('publishes one of two that expect the same release', async () => {
      await publish('one');
      const both = await Promise.all(
        ['two', 'three'].map((title) => desk.publish(signed(), submission(title), 1)),
      );
      expect(both.map(({ kind }) => kind).sort()).to.deep.equal(['changed', 'refused']);
    });

    it('refuses an activity of the console', async () => {
      await desk.publish(signed(), submission('one', { by: 'console', isDraft: false }));
      const refused = { kind: 'refused', reason: 'managed_elsewhere', by: 'console' };
      expect(await desk.publish(signed(), submission('two'))).to.deep.equal(refused);
      expect(await desk.rollOut(signed(), submission('two'), TEN_PERCENT)).to.deep.equal(refused);
    });
  });

  describe('rollBack', () => {
    it('publishes the text again that everyone had before, with its pictures, as a new release', async () => {
      await desk.publish(signed(), submission('one', { pictures: [picture('a.png', 'first')] }));
      await desk.publish(signed(), submission('one', { pictures: [picture('a.png', 'second')] }));
      expect(await desk.rollBack(signed())).to.include({ action: 'roll_back', newNo: 3 });
      const { release } = await desk.state('a');
      expect(release).to.deep.include({ no: 3, pictures: { 'a.png': 'first' }, author: 'ann', note: 'why' });
    });

    it('goes back and forth between two, and to any release that is named', async () => {
      await publish('one', 'two', 'three');
      const steps = [];
      for (const no of [undefined, undefined, 1, 4, undefined]) {
        await desk.rollBack(signed(), no);
        steps.push(await stable());
      }
      expect(steps).to.deep.equal(['two', 'three', 'one', 'two', 'one']);
      expect((await desk.state('a')).lastNo).to.equal(8);
    });

    it('counts no pause, and no draft that was taken, as a release before', async () => {
      await publish('one', 'two');
      for (let round = 0; round < 20; round++) {
        await desk.pause(signed());
        await desk.resume(signed());
      }
      expect(await desk.releaseBefore('a', 2)).to.equal(1);
      await desk.rollBack(signed());
      expect(await stable()).to.equal('one');
    });

    it('ends a rollout and leaves what most have, unless a release is named', async () => {
      await publish('one', 'two');
      await desk.rollOut(signed(), submission('three'), TEN_PERCENT);
      expect(await desk.rollBack(signed())).to.include({ action: 'abort', newNo: null });
      expect((await desk.state('a')).serving).to.deep.include({ no: 2, candidate: null });
      await desk.rollOut(signed(), submission('four'), TEN_PERCENT);
      expect(await desk.rollBack(signed(), 1)).to.include({ action: 'roll_back', newNo: 5 });
      expect((await desk.state('a')).serving).to.deep.include({ no: 5, candidate: null });
    });

    it('refuses what is not there, is served already, or was removed', async () => {
      expect(await desk.rollBack(signed())).to.deep.equal({ kind: 'refused', reason: 'no_release' });
      await publish('one');
      for (const no of [undefined, 0, 2, -1, 99])
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
      await desk.rollOut(signed(), submission('two', { pictures }), TEN_PERCENT);
      expect((await desk.state('a')).candidate?.pictures).to.deep.equal({ 'b.png': 'hash of b.png' });
      expect(await world.pictures.missing(['hash of b.png'])).to.deep.equal([]);
      const wider: Audience = { kind: 'zones', zones: ['1000'] };
      expect(await desk.rollOut(signed(), null, wider)).to.include({ action: 'widen', newNo: null });
      expect((await desk.state('a')).serving?.candidate?.audience).to.deep.equal(wider);
      expect(await desk.promote(signed())).to.include({ action: 'promote' });
      expect(await stable()).to.equal('two');
    });

    it('refuses to promote after another release, and the rollout may still end', async () => {
      await desk.rollOut(signed(), submission('two'), TEN_PERCENT);
      await publish('three');
      const refused = { kind: 'refused', reason: 'other_release', besideNo: 1, no: 3 };
      expect(await desk.promote(signed())).to.deep.equal(refused);
      expect(await desk.rollOut(signed(), null, TEN_PERCENT)).to.include({ action: 'widen' });
      expect(await desk.promote(signed())).to.deep.equal(refused);
      expect(await desk.abort(signed())).to.include({ action: 'abort' });
      expect((await desk.state('a')).serving).to.deep.include({ no: 3, candidate: null });
    });

    it('leaves the rollout of a text that is published to everyone meanwhile, until it is ended', async () => {
      await desk.rollOut(signed(), submission('two'), TEN_PERCENT);
      expect(await desk.publish(signed(), submission('two'))).to.include({ newNo: 3 });
      const { serving, release, candidate } = await desk.state('a');
      expect([release?.no, candidate?.no, serving?.candidate?.besideNo]).to.deep.equal([3, 2, 1]);
      expect(release?.hash).to.equal(candidate?.hash);
      expect(await desk.promote(signed())).to.include({ reason: 'other_release' });
      expect(await desk.abort(signed())).to.include({ action: 'abort' });
    });

    it('refuses a candidate with the text that everyone has, and another audience for none', async () => {
      expect(await desk.rollOut(signed(), submission('one'), TEN_PERCENT)).to.include({
        reason: 'nothing_new',
      });
      expect(await desk.rollOut(signed(), null, TEN_PERCENT)).to.include({ reason: 'no_rollout' });
      expect(await desk.rollOut(signed('b'), submission('one'), TEN_PERCENT)).to.include({
        reason: 'no_release',
      });
    });

    it('refuses one of another kind, or without a login', async () => {
      const shake = submission('two', { more: { dispatch: 'shake', prizes: [{ id: 'a', name: 'A' }] } });
      expect(await desk.rollOut(signed(), shake, TEN_PERCENT)).to.include({ reason: 'other_kind' });
      const open = submission('two', { more: { is_login_user: false } });
      expect(await desk.rollOut(signed(), open, TEN_PERCENT)).to.include({ reason: 'needs_login' });
      await desk.publish(signed(), open);
      expect(await desk.rollOut(signed(), submission('three'), TEN_PERCENT)).to.include({
        reason: 'needs_login',
      });
      expect(candidateRefusal(submission('x').activity, submission('y').activity)).to.equal(null);
    });
  });

  describe('approve', () => {
    it('notes an approval of the text that was read, and of no other', async () => {
      const { content } = submission('one', { pictures: [picture('a.png')] });
      const other = { kind: 'other_text', hash: content.hash };
      expect(await desk.approve(signed('a', 'bob'), content, 'another')).to.deep.equal(other);
      expect(await desk.approvers('a', content)).to.deep.equal([]);
      expect(await desk.approve(signed('a', 'bob'), content, content.hash)).to.deep.equal({
        kind: 'approved',
      });
      expect(await desk.approvers('a', content)).to.deep.equal(['bob']);
      expect(await desk.approvers('a', submission('one').content)).to.deep.equal([]);
      expect(await desk.approvers('b', content)).to.deep.equal([]);
    });
  });

  describe('writeDraft', () => {
    it('writes what everyone has, and nothing where there is no folder or no release', async () => {
      expect(await desk.writeDraft('a')).to.equal(false);
      await publish('one', 'two');
      expect(await desk.writeDraft('a')).to.equal(false);
      drafts.edit('a', 'edited');
      expect(await desk.writeDraft('a')).to.equal(true);
      expect(drafts.texts.get('a')).to.equal(submission('two').content.text);
      await desk.rollBack(signed());
      await desk.writeDraft('a');
      expect(drafts.texts.get('a')).to.equal(submission('one').content.text);
    });
  });

  it('has the history of an activity in pages', async () => {
    await publish('one', 'two', 'three');
    const [last, ...more] = await desk.history('a', { limit: 2 });
    expect([last, ...more].map((row) => row?.serving.no)).to.deep.equal([3, 2]);
    const rest = await desk.history('a', { limit: 2, before: more[0]?.version ?? 0 });
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
          await again(() => desk.publish(signed(id), submission('one', { pictures: [picture('a.png')] })));
          await again(() => desk.pause(signed(id)));
          await again(() => desk.publish(signed(id), submission('two')));
          await again(() => desk.resume(signed(id)));
          expect(await world.actions(id)).to.deep.equal(['publish', 'pause', 'publish', 'resume']);
        },
      ),
      { numRuns: 40 },
    );
  });
});
