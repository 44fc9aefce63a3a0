import { expect } from 'chai';
import fc from 'fast-check';
import { RELEASE_LEAD_MS, type ReleaseOrder } from '../../../src/domain/releases/decide-change.ts';
import { servedNo } from '../../../src/domain/releases/serving.ts';
import { contentOf, OrderedActivity } from './applied-orders.ts';

const content = fc.constantFrom('a', 'b', 'c', 'd').map(contentOf);
const by = fc.constantFrom('files' as const, 'files' as const, 'files' as const, 'console' as const);
const isDraft = fc.boolean();
const audience = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ kind: fc.constant('users' as const), uids: fc.array(fc.string(), { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('zones' as const), zones: fc.array(fc.string(), { maxLength: 3 }) }),
);
const shown = { expect: fc.nat(4), candidate: fc.nat(5) };
const order: fc.Arbitrary<ReleaseOrder> = fc.oneof(
  fc.record({ kind: fc.constant('publish' as const), content, by, isDraft }),
  fc.record({ kind: fc.constant('publish' as const), content, by, isDraft, expect: fc.nat(6) }),
  fc.record({ kind: fc.constant('roll_back' as const), content }),
  fc.record({ kind: fc.constant('roll_back' as const), content, expect: fc.nat(6) }),
  fc.record({ kind: fc.constant('roll_out' as const), content: fc.option(content), audience, by, isDraft }),
  fc.record({
    ...{ kind: fc.constant('roll_out' as const), content: fc.option(content), audience, by, isDraft },
    ...shown,
  }),
  fc.record({ kind: fc.constant('abort' as const), ...shown }),
  fc.record({ kind: fc.constant('promote' as const), candidate: shown.candidate }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
  fc.record({ kind: fc.constantFrom('promote' as const, 'abort' as const) }),
  fc.record({ kind: fc.constant('remove' as const), by }),
);
const orders = fc.array(order, { maxLength: 25 });

const isOfPause = ({ kind }: ReleaseOrder) => kind === 'pause' || kind === 'resume';

/** Calls `look` with each order, and with the states before and after it. */
function eachOrder(look: (step: ReturnType<typeof stepOf>) => void): void {
  const walk = (all: readonly ReleaseOrder[]) => {
    const activity = new OrderedActivity();
    for (const each of all) look(stepOf(activity, each));
  };
  fc.assert(fc.property(orders, walk), { numRuns: 500 });
}

function stepOf(activity: OrderedActivity, each: ReleaseOrder) {
  const before = activity.state;
  const decision = activity.do(each);
  return { order: each, before, decision, after: activity.state };
}

describe('decideChange, whatever is wanted in whatever order', () => {
  it('gives each release the number after the latest', () => {
    eachOrder(({ before, decision, after }) => {
      const isNew = decision.kind === 'change' && decision.release !== null;
      if (isNew) expect(decision.release?.no).to.equal(before.lastNo + 1);
      expect(after.lastNo).to.equal(before.lastNo + (isNew ? 1 : 0));
    });
  });

  it('lowers the number of what everyone has never, and raises it with each release for everyone', () => {
    eachOrder(({ order: { kind }, before, decision, after }) => {
      const no = before.serving?.no ?? 0;
      expect(after.serving?.no ?? 0).to.be.at.least(no);
      const isForEveryone = (kind === 'publish' || kind === 'roll_back') && decision.kind === 'change';
      if (isForEveryone && decision.release)
        expect(after.serving?.no).to.equal(decision.release.no).and.above(no);
    });
  });

  it('serves everyone the text that was wanted', () => {
    eachOrder(({ order: wanted, decision, after }) => {
      if (decision.kind === 'refused') return;
      if (wanted.kind === 'publish' || wanted.kind === 'roll_back')
        expect(after.release?.content).to.equal(wanted.content.content);
      if (wanted.kind === 'roll_out' && wanted.content)
        expect(after.candidate?.content).to.equal(wanted.content.content);
    });
  });

  it('serves only releases that exist, and beside a candidate none that is newer when it begins', () => {
    eachOrder(({ decision, after: { serving, release, candidate } }) => {
      expect(release === null).to.equal(serving === null);
      expect(candidate === null).to.equal(!serving?.candidate);
      if (serving?.candidate) expect(serving.candidate.no).to.be.above(serving.candidate.besideNo);
      if (decision.kind === 'change' && decision.action === 'roll_out')
        expect(serving?.candidate?.besideNo).to.equal(serving?.no);
    });
  });

  it('promotes a candidate exactly where no other release came meanwhile', () => {
    eachOrder(({ order: wanted, before: { serving }, decision }) => {
      if (wanted.kind !== 'promote' || !serving?.candidate) return;
      const { no, besideNo } = serving.candidate;
      if ((wanted.candidate ?? no) !== no) return;
      if (serving.no === besideNo) expect(decision).to.have.nested.property('serving.no', no);
      else
        expect(decision).to.deep.equal({
          kind: 'refused',
          reason: 'other_release',
          besideNo,
          no: serving.no,
        });
    });
  });

  it('changes nothing that is not as it was shown', () => {
    eachOrder(({ order: wanted, before: { serving }, decision }) => {
      if (decision.kind === 'refused' || decision.kind === 'unchanged') return;
      // A folder that is back as it was is served again, whatever was expected.
      if (decision.action === 'publish' && !decision.release) return;
      if ('expect' in wanted) expect(wanted.expect).to.equal(servedNo(serving));
      if ('candidate' in wanted) expect(wanted.candidate).to.equal(serving?.candidate?.no ?? 0);
    });
  });

  it('pauses and resumes by these orders alone', () => {
    eachOrder(({ order: { kind }, before, decision, after }) => {
      if (decision.kind === 'refused') return;
      const { isPaused: wasPaused = false } = before.serving ?? {};
      const isPaused = kind === 'pause' || (kind !== 'resume' && wasPaused);
      expect(after.serving?.isPaused ?? false).to.equal(isPaused);
    });
  });

  it('decides everything else as if there were no pauses', () => {
    fc.assert(
      fc.property(orders, (all) => {
        const [full, without] = [new OrderedActivity(), new OrderedActivity()];
        const unpaused = (value: object) =>
          JSON.stringify(value, (key, inner) => (key === 'isPaused' ? false : inner));
        for (const each of all) {
          const decision = full.do(each);
          if (!isOfPause(each)) expect(unpaused(without.do(each))).to.equal(unpaused(decision));
        }
        const states = [full, without].map(({ state }) => unpaused({ ...state, version: 0 }));
        expect(states[0]).to.equal(states[1]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves an activity with the one who published it first', () => {
    eachOrder(({ before, after }) => {
      if (before.serving) expect(after.serving?.managedBy).to.equal(before.serving.managedBy);
    });
  });

  it('remembers as taken from the folder what was taken from it last', () => {
    eachOrder(({ order: wanted, before, decision, after }) => {
      const isTaken = 'isDraft' in wanted && wanted.isDraft && wanted.content && decision.kind !== 'refused';
      const draft = isTaken ? wanted.content.content : (before.serving?.draft ?? null);
      expect(after.serving?.draft ?? null).to.equal(draft);
    });
  });

  it('changes nothing at all where it says so, and something by each change', () => {
    eachOrder(({ before, decision, after }) => {
      if (decision.kind !== 'change') expect(after).to.deep.equal(before);
      else if (decision.action !== 'widen') expect(after.serving).to.not.deep.equal(before.serving);
    });
  });

  it('waits before each change of what users get of an activity, so that no visitor goes back', () => {
    eachOrder(({ before, decision }) => {
      if (decision.kind !== 'change') return;
      const wasServed = before.serving !== null;
      const isOfDraft = decision.action === 'publish' && !decision.release;
      const isAtOnce = isOfDraft || ['pause', 'resume', 'remove'].includes(decision.action);
      expect(decision.leadMs).to.equal(wasServed && !isAtOnce ? RELEASE_LEAD_MS : 0);
    });
  });
});
