import type { Activity, ActivityReading } from '../../domain/activities/activity.ts';
import type { Audience } from '../../domain/releases/audience.ts';
import { candidateRefusal } from '../../domain/releases/candidate-refusal.ts';
import { RELEASE_LEAD_MS, type ReleaseOrder } from '../../domain/releases/decide-change.ts';
import type { Drafts, NamedPicture } from '../../domain/releases/drafts.ts';
import type { ReleaseContent, WholeRelease } from '../../domain/releases/release.ts';
import type { ReleaseApprovals } from '../../domain/releases/release-approvals.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type {
  HistoryPage,
  HistoryRow,
  ReleaseState,
  ReleaseStore,
} from '../../domain/releases/release-store.ts';
import {
  type CancelledRelease,
  cancelledBy,
  type ScheduledRelease,
  type ScheduledReleases,
} from '../../domain/releases/scheduled-releases.ts';
import type { Manager } from '../../domain/releases/serving.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { keepPictures } from './keep-pictures.ts';
import type { ChangeResult, ReleaseChanges } from './release-changes.ts';

export interface ReleaseDeskDependencies {
  readonly changes: Pick<ReleaseChanges, 'apply' | 'decide'>;
  readonly store: ReleaseStore;
  readonly pictures: ReleasePictures;
  readonly approvals: ReleaseApprovals;
  readonly scheduled: ScheduledReleases;
  readonly drafts: Pick<Drafts, 'write'>;
  read(release: WholeRelease): ActivityReading;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

/** Who makes a change, and why. */
export interface Signed {
  readonly activityId: string;
  readonly author: string;
  readonly note: string;
}

/** What is to be published. */
export interface Submission {
  readonly activity: Activity;
  readonly content: ReleaseContent;
  readonly pictures: readonly NamedPicture[];
  readonly by: Manager;
  /** Whether it is what stands in the activity's folder. */
  readonly isDraft: boolean;
}

export type DeskResult =
  | ChangeResult
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'no_such_release'
        /** This program cannot read its text. */
        | 'unreadable_release'
        /** A candidate must be of the same kind. */
        | 'other_kind'
        /** Without a login it is not known who a visitor is. */
        | 'needs_login';
    };

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

export type ApprovalResult =
  | { readonly kind: 'approved' }
  | { readonly kind: 'other_text'; readonly hash: string };

const LOOK_BACK = 500;

/** What operators do with releases, by command or in the console. Every method throws DependencyError if the store is away. */
export class ReleaseDesk {
  readonly #deps: ReleaseDeskDependencies;

  constructor(deps: ReleaseDeskDependencies) {
    this.#deps = deps;
  }

  async state(activityId: string): Promise<ReleaseState> {
    const [state] = await this.#deps.store.states([activityId]);
    return state as ReleaseState;
  }

  release(activityId: string, no: number): Promise<WholeRelease | undefined> {
    return this.#deps.store.release(activityId, no);
  }

  history(activityId: string, page: HistoryPage): Promise<readonly HistoryRow[]> {
    return this.#deps.store.history(activityId, page);
  }

  /** Those of this activity that are not published yet. */
  async planned(activityId: string): Promise<readonly ScheduledRelease[]> {
    const all = await this.#deps.scheduled.open();
    return all.filter((each) => each.activityId === activityId);
  }

  /** Those that were scheduled and not published, the latest first. */
  cancelled(activityId: string, limit: number): Promise<readonly CancelledRelease[]> {
    return this.#deps.scheduled.cancelled(activityId, limit);
  }

  /** The release that everyone had before this one; `null`: there is none. */
  releaseBefore(activityId: string, no: number): Promise<number | null> {
    return this.#before(activityId, no);
  }

  /** Who has approved this text with its pictures. */
  async approvers(activityId: string, { content }: Pick<ReleaseContent, 'content'>): Promise<string[]> {
    const found = await this.#deps.approvals.of([{ activityId, content }]);
    return found.toSorted((one, other) => one.at - other.at).map(({ by }) => by);
  }

  /** Who has approved each of these releases, by its number; one that nobody has approved is missing. */
  async approversOf(
    activityId: string,
    nos: Iterable<number>,
  ): Promise<ReadonlyMap<number, readonly string[]>> {
    const found = new Map<number, readonly string[]>();
    for (const no of new Set(nos)) {
      const release = await this.#deps.store.release(activityId, no);
      const approvers = release ? await this.approvers(activityId, release) : [];
      if (approvers.length > 0) found.set(no, approvers);
    }
    return found;
  }

  /** @param expect the release that everyone must have now; 0: none */
  async publish(signed: Signed, submission: Submission, expect?: number): Promise<DeskResult> {
    const { content, pictures, by, isDraft } = submission;
    await keepPictures(this.#deps.pictures, pictures);
    return this.#apply(signed, () => ({
      ...{ kind: 'publish', content, by, isDraft },
      ...(expect !== undefined && { expect }),
    }));
  }

  /**
   * Publishes it at this time, if everyone has the same release now and then as the author was shown. It is refused where it
   * could not be published now.
   * @param when.dueAt milliseconds since the epoch
   * @param when.besideNo the release that the text was compared with; 0: none
   */
  async schedule(
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
  async cancelScheduled({ activityId, author }: Omit<Signed, 'note'>): Promise<readonly Cancellation[]> {
    const { scheduled, clock } = this.#deps;
    const results: Cancellation[] = [];
    for (const each of await this.planned(activityId)) {
      const isCancelled =
        !(await this.#isPublished(each)) &&
        (await scheduled.close(each.id, cancelledBy(author), clock.now()));
      results.push({ scheduled: each, isCancelled });
    }
    return results;
  }

  /**
   * Publishes an earlier text again. While a rollout is under way, the rollout ends and everyone has what most have.
   * @param no left out: the release that everyone had before this one
   */
  async rollBack(signed: Signed, no?: number): Promise<DeskResult> {
    const { activityId } = signed;
    const { serving } = await this.state(activityId);
    if (no === undefined && serving?.candidate) return this.#apply(signed, () => ({ kind: 'abort' }));
    const wanted = no ?? (serving && (await this.#before(activityId, serving.no)));
    const release = wanted ? await this.#deps.store.release(activityId, wanted) : undefined;
    if (!release) return { kind: 'refused', reason: serving ? 'no_such_release' : 'no_release' };
    if (!this.#deps.read(release).ok) return { kind: 'refused', reason: 'unreadable_release' };
    return this.#apply(signed, () => ({ kind: 'roll_back', content: release }));
  }

  pause(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, () => ({ kind: 'pause' }));
  }

  resume(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, () => ({ kind: 'resume' }));
  }

  /** @param submission `null`: the candidate that is there gets another audience */
  async rollOut(signed: Signed, submission: Submission | null, audience: Audience): Promise<DeskResult> {
    if (submission) {
      const { release } = await this.state(signed.activityId);
      const stable = release && (await this.#read(signed.activityId, release.no));
      const reason = stable && candidateRefusal(stable, submission.activity);
      if (reason) return { kind: 'refused', reason };
      await keepPictures(this.#deps.pictures, submission.pictures);
    }
    const { content = null, by = 'files', isDraft = false } = submission ?? {};
    return this.#apply(signed, () => ({ kind: 'roll_out', content, audience, by, isDraft }));
  }

  promote(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, () => ({ kind: 'promote' }));
  }

  abort(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, () => ({ kind: 'abort' }));
  }

  /** @param hash of the text that the approver has read */
  async approve(
    { activityId, author }: Signed,
    content: ReleaseContent,
    hash: string,
  ): Promise<ApprovalResult> {
    const { approvals, clock } = this.#deps;
    if (content.hash !== hash) return { kind: 'other_text', hash: content.hash };
    await approvals.approve({ activityId, content: content.content, by: author, at: clock.now() });
    return { kind: 'approved' };
  }

  /**
   * Makes the activity's draft the release that everyone has.
   * @returns whether the activity has a folder here
   * @throws Error if it cannot be written
   */
  async writeDraft(activityId: string): Promise<boolean> {
    const { store, drafts } = this.#deps;
    const { release } = await this.state(activityId);
    const whole = release && (await store.release(activityId, release.no));
    return whole ? drafts.write(activityId, whole.text, await this.picturesOf(whole)) : false;
  }

  async picturesOf({ pictures }: Pick<ReleaseContent, 'pictures'>): Promise<readonly NamedPicture[]> {
    const found: NamedPicture[] = [];
    for (const [name, hash] of Object.entries(pictures)) {
      const bytes = await this.#deps.pictures.find(hash);
      if (bytes) found.push({ name, hash, bytes });
    }
    return found;
  }

  async #read(activityId: string, no: number): Promise<Activity | null> {
    const release = await this.#deps.store.release(activityId, no);
    const reading = release && this.#deps.read(release);
    return reading?.ok ? reading.activity : null;
  }

  /* A publisher notes that it has published one after it has done so. */
  async #isPublished({ activityId, content, dueAt }: ScheduledRelease): Promise<boolean> {
    if (dueAt > this.#deps.clock.now() + RELEASE_LEAD_MS) return false;
    const { serving, release } = await this.state(activityId);
    return serving !== null && !serving.isRemoved && release?.content === content;
  }

  /* The release that everyone had before this one. */
  async #before(activityId: string, no: number): Promise<number | null> {
    const rows = await this.#deps.store.history(activityId, { limit: LOOK_BACK });
    return rows.find(({ serving }) => serving.no !== no && !serving.isRemoved)?.serving.no ?? null;
  }

  async #apply(signed: Signed, order: () => ReleaseOrder): Promise<ChangeResult> {
    const [result] = await this.#deps.changes.apply([{ ...signed, order }]);
    return result as ChangeResult;
  }
}
