import { expect } from 'chai';
import { RELEASE_LEAD_MS, type ReleaseOrder } from '../../../src/domain/releases/decide-change.ts';
import { contentOf, OrderedActivity, publish, remove, rollBack, rollOut } from './applied-orders.ts';

const UNCHANGED = { kind: 'unchanged' };
const refused = (reason: string, more: object = {}) => ({ kind: 'refused', reason, ...more });

describe('decideChange', () => {
  describe('publish', () => {
    it('serves the first release of an activity to everyone at once', () => {
      expect(new OrderedActivity().do(publish('a'))).to.deep.equal({
        kind: 'change',
        action: 'publish',
        leadMs: 0,
        serving: {
          ...{ no: 1, candidate: null, isPaused: false, isRemoved: false },
          ...{ managedBy: 'files', draft: 'a' },
        },
        release: { ...contentOf('a'), no: 1 },
      });
    });

    it('serves the next one after the lead', () => {
      const decision = new OrderedActivity(publish('a')).do(publish('b'));
      expect(decision).to.deep.include({ kind: 'change', leadMs: RELEASE_LEAD_MS });
      expect(decision).to.have.nested.property('serving.no', 2);
      expect(decision).to.have.deep.property('release', { ...contentOf('b'), no: 2 });
    });

    it('changes nothing where everyone has this text', () => {
      expect(new OrderedActivity(publish('a')).do(publish('a'))).to.deep.equal(UNCHANGED);
      const withCandidate = new OrderedActivity(publish('a', { isDraft: false }), rollOut('b'));
      expect(withCandidate.do(publish('a', { isDraft: false }))).to.deep.equal(UNCHANGED);
    });

    it('refuses where everyone has another release than is expected', () => {
      const activity = new OrderedActivity(publish('a'), publish('b'));
      for (const no of [0, 1, 3])
        expect(activity.do(publish('c', { expect: no }))).to.deep.equal(refused('unexpected', { no: 2 }));
      expect(activity.do(publish('c', { expect: 2 }))).to.have.property('kind', 'change');
      const none = new OrderedActivity();
      expect(none.do(publish('a', { expect: 1 }))).to.deep.equal(refused('unexpected', { no: 0 }));
      expect(none.do(publish('a', { expect: 0 }))).to.have.property('kind', 'change');
    });

    it('refuses an activity that is managed elsewhere', () => {
      const activity = new OrderedActivity(publish('a', { by: 'console', isDraft: false }));
      expect(activity.do(publish('b'))).to.deep.equal(refused('managed_elsewhere', { by: 'console' }));
      expect(activity.do(publish('b', { by: 'console' }))).to.have.property('kind', 'change');
    });

    it('keeps a pause and a rollout', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), { kind: 'pause' }, publish('c'));
      expect(activity.state.serving).to.deep.include({ no: 3, isPaused: true });
      expect(activity.state.serving?.candidate).to.deep.include({ no: 2, besideNo: 1 });
    });

    it('brings back a removed activity, with a new number, after the lead: some may still have the old one', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), remove);
      expect(activity.do(publish('c', { expect: 2 }))).to.deep.equal(refused('unexpected', { no: 0 }));
      const decision = activity.do(publish('a', { expect: 0 }));
      expect(decision).to.deep.include({
        action: 'publish',
        leadMs: RELEASE_LEAD_MS,
        release: { ...contentOf('a'), no: 3 },
      });
      expect(activity.state.serving).to.deep.include({ no: 3, candidate: null, isRemoved: false });
    });

    it('brings back what was served for a folder that is back, and this text for one who was shown what is served', () => {
      const removed = () => new OrderedActivity(publish('a'), publish('b'), rollBack('a'), remove);
      expect(removed().do(publish('b'))).to.deep.include({ release: null, leadMs: 0 });
      expect(removed().do(publish('b', { expect: 0 }))).to.deep.include({
        release: { ...contentOf('b'), no: 4 },
      });
      expect(removed().do(publish('b', { expect: 3 }))).to.deep.equal(refused('unexpected', { no: 0 }));
    });

    it('remembers what was last taken from the folder', () => {
      const draftAfter = (...orders: ReleaseOrder[]) => new OrderedActivity(...orders).state.serving?.draft;
      expect(draftAfter(publish('a', { isDraft: false }))).to.equal(null);
      expect(draftAfter(publish('a'), publish('b', { isDraft: false }))).to.equal('a');
      expect(draftAfter(publish('a'), rollOut('b'))).to.equal('b');
      expect(draftAfter(publish('a'), rollOut('b', { isDraft: false }))).to.equal('a');
      expect(draftAfter(publish('a'), publish('b'), rollBack('a'))).to.equal('b');
    });

    it('remembers it also where everyone has this text already, and publishes no release for it', () => {
      const activity = new OrderedActivity(publish('a'), publish('b'), rollBack('a'));
      expect(activity.do(publish('a'))).to.deep.include({
        ...{ kind: 'change', action: 'publish', release: null },
        serving: { ...activity.state.serving, no: 3, draft: 'a' },
      });
      expect(activity.do(publish('a'))).to.deep.equal(UNCHANGED);
      expect(activity.do(publish('b'))).to.have.nested.property('release.no', 4);
    });
  });

  describe('roll_back', () => {
    it('publishes an earlier text again, with a new number, after the lead', () => {
      const activity = new OrderedActivity(publish('a'), publish('b'));
      const release = { ...contentOf('a'), no: 3 };
      expect(activity.do(rollBack('a'))).to.deep.include({
        ...{ kind: 'change', action: 'roll_back', leadMs: RELEASE_LEAD_MS, release },
      });
    });

    it('ends a rollout, also where everyone has this text', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      expect(activity.do(rollBack('a'))).to.have.nested.property('release.no', 3);
      expect(activity.state.serving).to.deep.include({ no: 3, candidate: null });
    });

    it('refuses what everyone has already', () => {
      const activity = new OrderedActivity(publish('a'), publish('b'));
      expect(activity.do(rollBack('b'))).to.deep.equal(refused('nothing_new', { no: 2 }));
    });

    it('is refused where everyone has another release than was shown', () => {
      const activity = new OrderedActivity(publish('a'), publish('b'));
      const wanted = { ...rollBack('a'), expect: 1 };
      expect(activity.do(wanted)).to.deep.equal(refused('unexpected', { no: 2 }));
      expect(activity.do({ ...wanted, expect: 2 })).to.have.nested.property('release.no', 3);
    });

    it('needs nobody who manages it', () => {
      const activity = new OrderedActivity(publish('a', { by: 'console' }), publish('b', { by: 'console' }));
      expect(activity.do(rollBack('a'))).to.have.nested.property('serving.managedBy', 'console');
    });
  });

  describe('pause and resume', () => {
    it('take force at once and publish nothing', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      const { serving } = activity.state;
      const nothing = { kind: 'change', leadMs: 0, release: null };
      const paused = { ...nothing, action: 'pause', serving: { ...serving, isPaused: true } };
      expect(activity.do({ kind: 'pause' })).to.deep.equal(paused);
      expect(activity.do({ kind: 'resume' })).to.deep.equal({ ...nothing, action: 'resume', serving });
    });

    it('change nothing where it is so', () => {
      const activity = new OrderedActivity(publish('a'));
      expect(activity.do({ kind: 'resume' })).to.deep.equal(UNCHANGED);
      activity.do({ kind: 'pause' });
      expect(activity.do({ kind: 'pause' })).to.deep.equal(UNCHANGED);
    });
  });

  describe('remove', () => {
    it('ends all that is served at once, a rollout too', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      expect(activity.do(remove)).to.deep.include({ action: 'remove', leadMs: 0, release: null });
      expect(activity.state.serving).to.deep.include({ no: 1, candidate: null, isRemoved: true });
    });

    it('changes nothing of what is managed elsewhere, is removed, or never was', () => {
      const activity = new OrderedActivity(publish('a', { by: 'console' }));
      expect(activity.do(remove)).to.deep.equal(UNCHANGED);
      expect(new OrderedActivity(publish('a'), remove).do(remove)).to.deep.equal(UNCHANGED);
      expect(new OrderedActivity().do(remove)).to.deep.equal(UNCHANGED);
    });
  });

  it('refuses to change what has no release, or was removed', () => {
    const orders: readonly ReleaseOrder[] = [
      ...[rollBack('b'), rollOut('b'), rollOut(null)],
      ...(['pause', 'resume', 'promote', 'abort'] as const).map((kind) => ({ kind })),
    ];
    for (const order of orders) {
      expect(new OrderedActivity().do(order), order.kind).to.deep.equal(refused('no_release'));
      const removed = new OrderedActivity(publish('a'), remove);
      expect(removed.do(order), order.kind).to.deep.equal(refused('removed'));
    }
  });
});
