import { contentOf } from '../../../src/application/releases/release-content.ts';
import { ReleasedActivities } from '../../../src/application/releases/released-activities.ts';
import type { Audience } from '../../../src/domain/releases/audience.ts';
import type { WholeRelease } from '../../../src/domain/releases/release.ts';
import type { Candidate, Serving, ServingChange } from '../../../src/domain/releases/serving.ts';
import { SERVING } from '../../contracts/sample-releases.ts';
import { readRelease, textOf } from './world.ts';

export const UNREADABLE = '{"dispatch":"of a later program"}';

/** A release with this title, or with the text that only another program can read. */
export function releaseOf(no: number, title: string | null = `title ${no}`, activityId = 'a'): WholeRelease {
  const content = contentOf(title === null ? UNREADABLE : textOf(title), {});
  return { ...content, activityId, no, at: 0, author: 'ann', note: '' };
}

export function candidateOf(no: number, audience: Audience, besideNo = 1): Candidate {
  return { no, audience, besideNo };
}

/** The releases of a process, which hears of changes one by one. */
export class ServedChanges {
  now = 1_790_000_000_000;
  /** The texts that were read. */
  reads = 0;
  readonly released = new ReleasedActivities({
    read: (release) => {
      this.reads += 1;
      return readRelease(release);
    },
    clock: { now: () => this.now },
  });
  #version = 0;

  constructor() {
    this.released.loaded();
    this.released.completed(new Set());
  }

  /** Takes a change that takes force so much later, with new releases of these titles. */
  take(
    serving: Partial<Serving>,
    releases: readonly WholeRelease[] = [],
    { inMs = 0, activityId = 'a', version = this.#version + 1 } = {},
  ) {
    this.#version = version;
    const change: ServingChange = {
      ...{ activityId, version, action: 'publish', at: this.now, inForceAt: this.now + inMs },
      ...{ author: 'ann', note: '', serving: { ...SERVING, ...serving } },
    };
    return this.released.take(change, new Map(releases.map((release) => [release.no, release])));
  }

  /** What everyone gets: the number, and that it is paused; `null`: there is no such activity. */
  served(activityId = 'a'): string | null {
    const served = this.released.served(activityId);
    return served ? `${served.activity.release?.no}${served.isPaused ? ' paused' : ''}` : null;
  }
}
