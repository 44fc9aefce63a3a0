import { expect } from 'chai';
import { countedPublishing } from '../../../src/application/releases/counted-publishing.ts';
import type { ReleaseOutcome } from '../../../src/domain/releases/release-telemetry.ts';
import type { ScheduledRelease } from '../../../src/domain/releases/scheduled-releases.ts';

describe('publishing that is counted', () => {
  it('counts each event, and passes it on', () => {
    const counted: ReleaseOutcome[] = [];
    const heard: unknown[] = [];
    const events = countedPublishing(
      {
        published: (...args) => {
          heard.push(args);
        },
        looked: (...args) => heard.push(args),
        removed: (...args) => heard.push(args),
        refused: (...args) => heard.push(args),
        cancelled: (...args) => heard.push(args),
      },
      { releaseSettled: (outcome) => counted.push(outcome) },
    );
    const invalid = { activityId: 'a2', path: 'a2/data.json', problems: [] };
    const scheduled = { activityId: 'a3' } as ScheduledRelease;
    events.published('a1', 4);
    events.looked(2);
    events.removed('a1');
    events.refused(invalid);
    events.cancelled(scheduled, 'other_release');
    expect(counted).to.deep.equal(['published', 'removed', 'refused', 'cancelled']);
    expect(heard).to.deep.equal([['a1', 4], [2], ['a1'], [invalid], [scheduled, 'other_release']]);
  });
});
