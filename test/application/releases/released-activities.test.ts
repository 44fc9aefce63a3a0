import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { ReleasedActivities } from '../../../src/application/releases/released-activities.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { describeConfigRepository } from '../../contracts/config-repository.ts';
import { candidateOf, releaseOf, ServedChanges } from './served-changes.ts';
import { readRelease, readText } from './world.ts';

const LEAD = { inMs: 750 };

describeConfigRepository({
  name: 'releases',
  create: async (files) => {
    const served = new ServedChanges();
    const texts = Object.entries(files).map(([id, data]) => [id, JSON.stringify(data)] as const);
    for (const [activityId, text] of texts) {
      const release = { ...contentOf(text, {}), activityId, no: 1, at: 0, author: '', note: '' };
      served.take({ no: 1 }, [release], { activityId });
    }
    const invalid = texts.flatMap(([activityId, text]) => {
      const reading = readText(activityId, text);
      return reading.ok ? [] : [{ activityId, path: activityId, problems: reading.problems }];
    });
    served.released.found(invalid);
    return { configs: served.released, close: async () => {} };
  },
});

describe('ReleasedActivities', () => {
  let served: ServedChanges;
  beforeEach(() => {
    served = new ServedChanges();
    served.take({ no: 1 }, [releaseOf(1)]);
  });

  it('serves a release from its time on, and the one before until then', () => {
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    expect(served.served()).to.equal('1');
    served.now += 749;
    expect(served.served()).to.equal('1');
    served.now += 1;
    expect(served.served()).to.equal('2');
    expect(served.released.find('a')?.title).to.equal('title 2');
  });

  it('serves the first release of an activity at once, whatever its time', () => {
    served.take({ no: 1 }, [releaseOf(1, 'b', 'b')], { ...LEAD, activityId: 'b' });
    expect(served.served('b')).to.equal('1');
  });

  it('serves several that wait each in its time', () => {
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    served.now += 300;
    served.take({ no: 3 }, [releaseOf(3)], LEAD);
    served.now += 450;
    expect(served.served()).to.equal('2');
    served.now += 300;
    expect(served.served()).to.equal('3');
    served.take({ no: 4 }, [releaseOf(4)], LEAD);
    served.take({ no: 5 }, [releaseOf(5)], LEAD);
    served.now += 10_000;
    expect(served.served()).to.equal('5');
  });

  it('goes by the clock of the store', () => {
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    served.released.clockOffsetMs = 749;
    expect(served.served()).to.equal('1');
    served.released.clockOffsetMs = 750;
    expect(served.served()).to.equal('2');
  });

  it('does not go back to an earlier release where a clock is set back', () => {
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    served.now += 750;
    expect(served.served()).to.equal('2');
    served.now -= 3_600_000;
    expect(served.served()).to.equal('2');
  });

  it('pauses and resumes at once, also while a release waits for its time', () => {
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    served.take({ no: 2, isPaused: true }, [], LEAD);
    expect(served.served()).to.equal('1 paused');
    served.now += 750;
    expect(served.served()).to.equal('2 paused');
    served.take({ no: 2 });
    expect(served.served()).to.equal('2');
    served.take({ no: 3, isPaused: true }, [releaseOf(3)], LEAD);
    served.take({ no: 3 }, [], LEAD);
    expect(served.served()).to.equal('2');
    served.now += 750;
    expect(served.served()).to.equal('3');
  });

  it('ends an activity that is removed, and serves it again when it is published anew', () => {
    served.take({ isRemoved: true });
    expect(served.served()).to.equal(null);
    expect(served.released.find('a')).to.equal(undefined);
    expect(served.released.all()).to.deep.equal([]);
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    expect(served.served()).to.equal(null);
    served.now += 750;
    expect(served.served()).to.equal('2');
  });

  it('takes an earlier change, or the same again, for nothing new', () => {
    served.take({ no: 2 }, [releaseOf(2)], { inMs: 0, version: 5 });
    for (const version of [5, 4, 1])
      expect(served.take({ no: 1 }, [], { version })).to.deep.equal({ kind: 'old' });
    expect(served.served()).to.equal('2');
  });

  it('returns the same objects while nothing changes, and after a change of another kind the same activity', () => {
    const before = served.released.served('a');
    expect(served.released.served('a')).to.equal(before);
    served.take({ no: 1, isPaused: true }, [releaseOf(1)]);
    served.take({ no: 1 }, [releaseOf(1)]);
    expect(served.released.served('a')?.activity).to.equal(before?.activity);
    expect(served.reads, 'texts that were read').to.equal(1);
  });

  it('knows which releases it has', () => {
    served.take(
      { no: 3, candidate: candidateOf(2, { kind: 'percent', percent: 5 }) },
      [releaseOf(2), releaseOf(3)],
      LEAD,
    );
    expect([1, 2, 3, 4].filter((no) => served.released.known('a', no))).to.deep.equal([1, 2, 3]);
    expect(served.released.known('b', 1)).to.equal(undefined);
    served.now += 750;
    served.served();
    expect(served.released.known('a', 1)).to.equal(undefined);
  });

  describe('where this program cannot read a release', () => {
    it('serves the one before, and says why', () => {
      const taken = served.take({ no: 2 }, [releaseOf(2, null)]);
      expect(taken.kind === 'unreadable' && taken.problems[0]).to.include({ code: 'unknown_kind' });
      expect(served.served()).to.equal('1');
      expect(served.take({ no: 3 }, [])).to.deep.equal({ kind: 'unreadable', no: 3, problems: [] });
      served.take({ no: 4 }, [releaseOf(4)]);
      expect(served.served()).to.equal('4');
    });

    it('serves what waits before it in its time', () => {
      served.take({ no: 2 }, [releaseOf(2)], LEAD);
      served.take({ no: 3 }, [releaseOf(3, null)], LEAD);
      served.now += 750;
      expect(served.served()).to.equal('2');
    });

    it('still pauses, resumes and removes it', () => {
      served.take({ no: 2 }, [releaseOf(2, null)]);
      served.take({ no: 2, isPaused: true }, [releaseOf(2, null)]);
      expect(served.served()).to.equal('1 paused');
      served.take({ no: 2 }, [releaseOf(2, null)]);
      expect(served.served()).to.equal('1');
      served.take({ no: 2, isRemoved: true });
      expect(served.served()).to.equal(null);
    });

    it('serves everyone what was before where the candidate cannot be read', () => {
      const candidate = candidateOf(2, { kind: 'users', uids: ['u'] });
      expect(served.take({ no: 1, candidate }, [releaseOf(2, null)]).kind).to.equal('unreadable');
      expect(served.released.served('a')?.candidate).to.equal(null);
      served.take({ no: 1 });
      expect(served.served()).to.equal('1');
    });

    it('does not say that there is no such activity where there is none before', () => {
      served.take({ no: 1 }, [releaseOf(1, null, 'b')], { activityId: 'b' });
      expect(() => served.served('b')).to.throw(DependencyError);
      expect(served.released.find('b')).to.equal(undefined);
      expect(served.released.all().map(({ id }) => id)).to.deep.equal(['a']);
      served.take({ no: 2 }, [releaseOf(2, 'read', 'b')], { activityId: 'b' });
      expect(served.served('b')).to.equal('2');
    });
  });

  describe('while it is not known what there is', () => {
    it('does not say that there is no such activity, before all were loaded', () => {
      const released = new ReleasedActivities({ read: readRelease, clock: { now: () => 0 } });
      expect(() => released.served('a')).to.throw(DependencyError, 'releases');
      expect(released.find('a')).to.equal(undefined);
      released.loaded();
      expect(() => released.served('a')).to.throw(DependencyError);
      released.completed(new Set());
      expect(released.served('a')).to.equal(undefined);
    });

    it('serves what was known before the store was another one, until it is known what that has', () => {
      served.take({ no: 1 }, [releaseOf(1, 'b', 'b')], { activityId: 'b' });
      served.take({ no: 7 }, [releaseOf(7)], LEAD);
      served.released.distrust();
      expect(served.served('a')).to.equal('1');
      expect(() => served.served('c')).to.throw(DependencyError);
      expect(served.released.known('a', 1), 'it may be another text there').to.equal(undefined);
      served.take({ no: 1 }, [releaseOf(1, 'another text')], { version: 1 });
      served.released.completed(new Set(['a']));
      expect(served.released.find('a')?.title).to.equal('another text');
      expect(served.served('b')).to.equal(null);
    });
  });

  it('says when all that is known has taken force', () => {
    expect(new ServedChanges().released.settledAt).to.equal(0);
    served.take({ no: 2 }, [releaseOf(2)], LEAD);
    expect(served.released.settledAt).to.equal(served.now + 750);
  });

  it('lists what is wrong with files as it was found', () => {
    const invalid = [{ activityId: 'x', path: '/x', problems: [] }];
    served.released.found(invalid);
    expect(served.released.invalid()).to.equal(invalid);
  });
});
