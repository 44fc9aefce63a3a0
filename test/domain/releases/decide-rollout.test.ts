import { expect } from 'chai';
import { RELEASE_LEAD_MS } from '../../../src/domain/releases/decide-change.ts';
import { contentOf, OrderedActivity, publish, rollBack, rollOut } from './applied-orders.ts';

const TEN = { kind: 'percent', percent: 10 } as const;
const HALF = { kind: 'percent', percent: 50 } as const;
const refused = (reason: string, more: object = {}) => ({ kind: 'refused', reason, ...more });

describe('decideChange of a rollout', () => {
  describe('roll_out', () => {
    it('publishes a candidate beside what everyone has, after the lead', () => {
      const activity = new OrderedActivity(publish('a'));
      expect(activity.do(rollOut('b'))).to.deep.equal({
        ...{ kind: 'change', action: 'roll_out', leadMs: RELEASE_LEAD_MS },
        serving: {
          ...{ no: 1, isPaused: false, isRemoved: false, managedBy: 'files', draft: 'b' },
          candidate: { no: 2, audience: TEN, besideNo: 1 },
        },
        release: { ...contentOf('b'), no: 2 },
      });
    });

    it('gives the same candidate to another audience, and publishes nothing', () => {
      for (const name of [null, 'b']) {
        const activity = new OrderedActivity(publish('a'), rollOut('b'), publish('c'));
        const decision = activity.do(rollOut(name, { audience: HALF, isDraft: false }));
        expect(decision).to.deep.include({ action: 'widen', leadMs: RELEASE_LEAD_MS, release: null });
        const candidate = { no: 2, audience: HALF, besideNo: 1 };
        expect(activity.state.serving).to.deep.include({ no: 3, candidate, draft: 'c' });
      }
    });

    it('changes nothing where that audience has it already', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      for (const name of [null, 'b']) expect(activity.do(rollOut(name))).to.deep.equal({ kind: 'unchanged' });
    });

    it('remembers what was taken from the folder, also where it is the candidate', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b', { isDraft: false }));
      expect(activity.do(rollOut('b', { audience: HALF }))).to.have.property('action', 'widen');
      expect(activity.state.serving?.draft).to.equal('b');
      expect(activity.do(rollOut(null))).to.have.nested.property('serving.draft', 'b');
    });

    it('puts another candidate in the place of the one before', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), publish('c'), rollOut('d'));
      expect(activity.state.serving?.candidate).to.deep.equal({ no: 4, audience: TEN, besideNo: 3 });
    });

    it('refuses another audience for no candidate, and what everyone has', () => {
      const activity = new OrderedActivity(publish('a'));
      expect(activity.do(rollOut(null))).to.deep.equal(refused('no_rollout'));
      expect(activity.do(rollOut('a'))).to.deep.equal(refused('nothing_new', { no: 1 }));
    });

    it('refuses a text for an activity that is managed elsewhere, and not another audience', () => {
      const activity = new OrderedActivity(publish('a', { by: 'console' }));
      expect(activity.do(rollOut('b'))).to.deep.equal(refused('managed_elsewhere', { by: 'console' }));
      activity.do(rollOut('b', { by: 'console' }));
      expect(activity.do(rollOut('b'))).to.deep.equal(refused('managed_elsewhere', { by: 'console' }));
      expect(activity.do(rollOut(null, { audience: HALF }))).to.have.property('action', 'widen');
    });
  });

  describe('promote', () => {
    it('serves the candidate to everyone, and publishes nothing', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      const wanted = { action: 'promote', leadMs: RELEASE_LEAD_MS, release: null };
      expect(activity.do({ kind: 'promote' })).to.deep.include(wanted);
      expect(activity.state.serving).to.deep.include({ no: 2, candidate: null, draft: 'b' });
      expect(activity.do({ kind: 'promote' })).to.deep.equal(refused('no_rollout'));
    });

    it('refuses where another release came meanwhile, also after another audience', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), publish('c'));
      const other = refused('other_release', { besideNo: 1, no: 3 });
      expect(activity.do({ kind: 'promote' })).to.deep.equal(other);
      activity.do(rollOut(null, { audience: HALF }));
      expect(activity.do({ kind: 'promote' })).to.deep.equal(other);
      activity.do({ kind: 'abort' });
      activity.do(rollOut('b'));
      expect(activity.do({ kind: 'promote' })).to.have.nested.property('serving.no', 4);
    });
  });

  describe('of a candidate that is named', () => {
    const other = (no: number) => refused('unexpected_candidate', { no });

    it('is refused where another one, or none, is under way', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      for (const candidate of [0, 1, 3]) {
        expect(activity.do({ kind: 'promote', candidate })).to.deep.equal(other(2));
        expect(activity.do({ kind: 'abort', candidate })).to.deep.equal(other(2));
        for (const name of [null, 'b', 'c'])
          expect(activity.do(rollOut(name, { candidate }))).to.deep.equal(other(2));
      }
      activity.do({ kind: 'abort' });
      for (const order of [{ kind: 'promote', candidate: 2 }, rollOut('c', { candidate: 2 })] as const)
        expect(activity.do(order)).to.deep.equal(other(0));
    });

    it('is done where it is that one', () => {
      const activity = new OrderedActivity(publish('a'));
      expect(activity.do(rollOut('b', { candidate: 0 }))).to.have.property('action', 'roll_out');
      expect(activity.do(rollOut(null, { candidate: 2, audience: HALF }))).to.have.property(
        'action',
        'widen',
      );
      expect(activity.do(rollOut('c', { candidate: 2 }))).to.have.property('action', 'roll_out');
      expect(activity.do({ kind: 'abort', candidate: 3 })).to.have.property('action', 'abort');
      activity.do(rollOut('d'));
      expect(activity.do({ kind: 'promote', candidate: 4 })).to.have.property('action', 'promote');
    });

    it('is refused where everyone has another release than was shown', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), publish('c'));
      const unexpected = refused('unexpected', { no: 3 });
      expect(activity.do({ kind: 'abort', expect: 1, candidate: 2 })).to.deep.equal(unexpected);
      for (const name of [null, 'd'])
        expect(activity.do(rollOut(name, { expect: 1, candidate: 2 }))).to.deep.equal(unexpected);
      expect(activity.do({ kind: 'promote', candidate: 2 })).to.have.property('reason', 'other_release');
      expect(activity.do({ kind: 'abort', expect: 3, candidate: 2 })).to.have.property('action', 'abort');
    });

    it('says first what is wrong with the activity', () => {
      const shown = { expect: 9, candidate: 9 };
      expect(new OrderedActivity().do({ kind: 'abort', ...shown })).to.deep.equal(refused('no_release'));
      const console = new OrderedActivity(publish('a', { by: 'console' }));
      expect(console.do(rollOut('b', shown))).to.have.property('reason', 'managed_elsewhere');
    });
  });

  describe('abort', () => {
    it('gives everyone what the others have, and publishes nothing', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'));
      const wanted = { action: 'abort', leadMs: RELEASE_LEAD_MS, release: null };
      expect(activity.do({ kind: 'abort' })).to.deep.include(wanted);
      expect(activity.state.serving).to.deep.include({ no: 1, candidate: null, draft: 'b' });
      expect(activity.do({ kind: 'abort' })).to.deep.equal(refused('no_rollout'));
    });

    it('leaves the number of the candidate used', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), { kind: 'abort' });
      expect(activity.do(publish('c'))).to.have.nested.property('release.no', 3);
    });

    it('is refused after a rollback, which ended the rollout', () => {
      const activity = new OrderedActivity(publish('a'), rollOut('b'), rollBack('a'));
      expect(activity.do({ kind: 'abort' })).to.deep.equal(refused('no_rollout'));
    });
  });
});
