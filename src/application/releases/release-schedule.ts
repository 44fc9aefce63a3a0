import { RELEASE_LEAD_MS, type ReleaseOrder } from '../../domain/releases/decide-change.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import { everyoneHas, type ReleaseStore } from '../../domain/releases/release-store.ts';
import {
  type CancelledRelease,
  cancelledBy,
  type ScheduledRelease,
  type ScheduledReleases,
} from '../../domain/releases/scheduled-releases.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { keepPictures } from './keep-pictures.ts';
import type { ChangeResult, ReleaseChanges } from './release-changes.ts';
import type { Signed, Submission } from './submission.ts';

export interface ReleaseScheduleDependencies {
  readonly changes: Pick<ReleaseChanges, 'decide'>;
  readonly store: Pick<ReleaseStore, 'states'>;
  readonly pictures: ReleasePictures;
  readonly scheduled: ScheduledReleases;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

export type ScheduleResult =
  | { readonly kind: 'scheduled' }
  /** Everyone has this text already. */
  | { readonly kind: 'unchanged'; readonly no: number }
  | Extract<ChangeResult, { kind: 'refused' }>;

/** A scheduled release, and whether it was cancelled; else it was published or cancelled before. */
export interface Cancellation {
  readonly scheduled: ScheduledRelease;
  readonly isCancelled: boolean;
}

/** What operators do with scheduled releases. Every method throws DependencyError if the store does not answer. */
export class ReleaseSchedule {
  readonly #deps: ReleaseScheduleDependencies;

  constructor(deps: ReleaseScheduleDependencies) {
    this.#deps = deps;
  }

  /** Those of this activity that are not published yet, the one that is due first in front. */
  planned(activityId: string): Promise<readonly ScheduledRelease[]> {
    return this.#deps.scheduled.open({ activityId });
  }

  /** Those that were scheduled and not published, the latest first. */
  cancelled(activityId: string, limit: number): Promise<readonly CancelledRelease[]> {
    return this.#deps.scheduled.cancelled(activityId, limit);
  }

  /**
   * Publishes it at this time, if everyone has the same release now and then as the author was shown. It is refused where it
   * could not be published now.
   * @param when.dueAt milliseconds since the epoch
   * @param when.besideNo the release that the text was compared with; 0: none
   */
  async add(
    signed: Signed,
    { content, pictures, by }: Submission,
    { dueAt, besideNo }: Pick<ScheduledRelease, 'dueAt' | 'besideNo'>,
  ): Promise<ScheduleResult> {
    const { changes, scheduled, identifiers } = this.#deps;
    const order: ReleaseOrder = { kind: 'publish', content, by, isDraft: false, expect: besideNo };
    const [decision] = await changes.decide([{ ...signed, order: () => order }]);
    if (decision?.kind === 'refused') return decision;
    if (decision?.kind === 'unchanged') return { kind: 'unchanged', no: besideNo };
    await keepPictures(this.#deps.pictures, pictures);
    await scheduled.add({ id: identifiers.next(), ...signed, ...content, dueAt, besideNo });
    return { kind: 'scheduled' };
  }

  /** Cancels what is scheduled of this activity. @returns each, the one that is due first in front */
  async cancel({ activityId, author }: Omit<Signed, 'note'>): Promise<readonly Cancellation[]> {
    const { scheduled, clock } = this.#deps;
    const results: Cancellation[] = [];
    for (const each of await this.planned(activityId)) {
      const isCancelled =
        !(await this.#isPublished(each)) &&
        (await scheduled.close(each.id, cancelledBy(author), clock.now())) &&
        // A publisher may have been at it.
        !(await this.#isPublished(each));
      results.push({ scheduled: each, isCancelled });
    }
    return results;
  }

  /* A publisher notes that it has published one after it has done so. */
  async #isPublished(each: ScheduledRelease): Promise<boolean> {
    if (each.dueAt > this.#deps.clock.now() + RELEASE_LEAD_MS) return false;
    const [state] = await this.#deps.store.states([each.activityId]);
    return state !== undefined && everyoneHas(state, each);
  }
}
