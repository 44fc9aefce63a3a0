import { ReleaseFollower } from '../../../src/application/releases/release-follower.ts';
import { ReleasedActivities } from '../../../src/application/releases/released-activities.ts';
import type { WholeRelease } from '../../../src/domain/releases/release.ts';
import type { CopiedActivity, ReleaseCopy } from '../../../src/domain/releases/release-copy.ts';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import type { ServingChange } from '../../../src/domain/releases/serving.ts';
import type { Clock } from '../../../src/domain/shared/clock.ts';
import type { Timer } from '../../../src/domain/shared/timer.ts';
import { readRelease } from './world.ts';

/** A copy of releases in memory, as the disk of a machine has it. */
export class MemoryReleaseCopy implements ReleaseCopy {
  readonly copied = new Map<string, CopiedActivity>();

  load(): readonly CopiedActivity[] {
    return [...this.copied.values()];
  }

  keep(change: ServingChange, releases: readonly WholeRelease[]): void {
    const { no, candidate } = change.serving;
    const known = [...(this.copied.get(change.activityId)?.releases ?? []), ...releases];
    const numbers = [no, ...(candidate ? [candidate.no] : [])];
    const named = numbers.flatMap((each) => known.findLast((release) => release.no === each) ?? []);
    this.copied.set(change.activityId, { change, releases: named });
  }

  keepOnly(activityIds: ReadonlySet<string>): void {
    for (const id of this.copied.keys()) if (!activityIds.has(id)) this.copied.delete(id);
  }
}

export interface FollowingProcessOptions {
  readonly feed: ReleaseFeed;
  readonly time: Clock & Timer;
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly copy?: ReleaseCopy | null;
}

/** A process that serves visitors, as far as it follows releases. */
export class FollowingProcess {
  readonly released: ReleasedActivities;
  readonly follower: ReleaseFollower;
  readonly events: string[] = [];
  readonly reported: string[] = [];

  constructor({ feed, time, clock = time, timer = time, copy = null }: FollowingProcessOptions) {
    this.released = new ReleasedActivities({ read: readRelease, clock });
    this.follower = new ReleaseFollower({
      ...{ feed, copy, clock, timer, released: this.released },
      events: {
        loaded: (id) => this.events.push(`loaded ${id} ${this.no(id)}`),
        removed: (id) => this.events.push(`removed ${id}`),
        switched: (id, isPaused) => this.events.push(`${isPaused ? 'paused' : 'resumed'} ${id}`),
      },
      errorReporter: { report: (fault, error) => this.reported.push(`${fault}: ${error}`) },
    });
  }

  /** The number of the release that everyone gets; `undefined`: there is no such activity. */
  no(activityId: string): number | undefined {
    return this.released.served(activityId)?.activity.release?.no;
  }

  /** The title, also where it is not known whether there is such an activity. */
  title(activityId: string): string | undefined {
    return this.released.find(activityId)?.title;
  }
}
