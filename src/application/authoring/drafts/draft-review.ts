import type { Activity } from '../../../domain/activities/activity.ts';
import { codePrizes } from '../../../domain/draws/code-stock.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import { everyoneHas } from '../../../domain/releases/release-store.ts';
import type { ScheduledRelease } from '../../../domain/releases/scheduled-releases.ts';
import { servedNo } from '../../../domain/releases/serving.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { DrawsCapability } from '../../draws/draws-capability.ts';
import { type DraftDesk, isBaseOlder, type OpenDraft } from '../../releases/draft-desk.ts';
import type { ManagedDesk } from '../../releases/managed-desk.ts';
import type { ReleaseQueries } from '../../releases/release-queries.ts';
import type { ReleaseSchedule } from '../../releases/release-schedule.ts';
import type { AuthoringKinds } from '../authoring-kind.ts';
import { type ActivityDiff, diffActivities } from '../diff/diff-activities.ts';
import type { Awards } from './awards.ts';
import type { CheckedDraft, DraftCheck } from './draft-check.ts';

export interface DraftReviewDependencies {
  readonly desk: Pick<DraftDesk, 'open'>;
  readonly check: Pick<DraftCheck, 'check'>;
  readonly queries: Pick<ReleaseQueries, 'activity' | 'approvers' | 'isApproved'>;
  readonly schedule: Pick<ReleaseSchedule, 'planned'>;
  readonly managed: Pick<ManagedDesk, 'isFolderEdited'>;
  readonly awards: Awards;
  /** Of the kinds whose visitors draw prizes. */
  readonly draws: ReadonlyMap<string, DrawsCapability>;
  /** How many codes each prize of an activity has; `null` while that is not known. */
  readonly poolSizes: (activityId: string) => Promise<PoolSizes | null>;
  readonly kinds: AuthoringKinds;
  readonly requiresApproval: boolean;
  readonly clock: Clock;
}

/** Why a draft cannot be published now by the one who asks. */
export type Block = 'has_errors' | 'unchanged' | 'folder_edited' | 'not_approved';

/** What somebody should know who publishes it. */
export type ReviewNote =
  | { readonly code: 'base_is_older'; readonly base: number; readonly live: number }
  | { readonly code: 'rollout_stays'; readonly no: number }
  | { readonly code: 'is_paused' }
  | { readonly code: 'starts_paused' }
  | { readonly code: 'is_removed' }
  | { readonly code: 'live_is_unreadable'; readonly no: number }
  | { readonly code: 'scheduled_beside'; readonly count: number }
  /** Nobody can win these prizes, by their names, until codes are imported. */
  | { readonly code: 'no_codes'; readonly prizes: readonly string[] };

export interface DraftReview {
  readonly draft: OpenDraft;
  readonly checked: CheckedDraft;
  /** `null` where nothing is served, it cannot be read, or the draft has errors. */
  readonly diff: ActivityDiff | null;
  readonly liveNo: number;
  readonly scheduled: readonly ScheduledRelease[];
  readonly needsApproval: boolean;
  readonly approvers: readonly string[];
  readonly blocks: readonly Block[];
  readonly notes: readonly ReviewNote[];
}

/** What publishing a draft would mean. Every method throws DependencyError if the store does not answer. */
export class DraftReviews {
  readonly #deps: DraftReviewDependencies;

  constructor(deps: DraftReviewDependencies) {
    this.#deps = deps;
  }

  /** @param reader who asks, and would publish it @returns `undefined` where there is no such activity */
  async review(activityId: string, reader: string): Promise<DraftReview | undefined> {
    const { desk, check, queries, schedule, requiresApproval } = this.#deps;
    const draft = await desk.open(activityId);
    if (!draft) return undefined;
    const checked = await check.check(draft);
    const liveNo = servedNo(draft.state.serving);
    const before = liveNo > 0 ? await queries.activity(activityId, liveNo) : null;
    const scheduled = await schedule.planned(activityId);
    return {
      draft,
      checked,
      diff: await this.compare(before, checked.hasErrors ? null : checked.activity),
      liveNo,
      scheduled,
      needsApproval: requiresApproval,
      approvers: await queries.approvers(activityId, checked.content),
      blocks: await this.#blocks(draft, checked, reader),
      notes: [
        ...notesOf(draft, { liveNo, before, scheduled }),
        ...(await this.#codesMissing(checked.activity)),
      ],
    };
  }

  /** What changes from one to the other, beside what was awarded already. */
  async compare(before: Activity | null, after: Activity | null): Promise<ActivityDiff | null> {
    if (!before || !after) return null;
    const { awards, kinds, clock } = this.#deps;
    const known = await awards.of(after.id);
    return diffActivities(before, after, kinds, known?.awarded ?? null, clock.now(), known?.spent ?? null);
  }

  async #codesMissing(activity: Activity | null): Promise<readonly ReviewNote[]> {
    const details = activity && this.#deps.draws.get(activity.dispatch)?.detailsOf(activity);
    const byCode = details ? codePrizes(details) : [];
    const sizes = activity && byCode.length > 0 ? await this.#deps.poolSizes(activity.id) : null;
    if (!details || !sizes) return [];
    const without = byCode.filter((id) => (sizes[id] ?? 0) === 0);
    const prizes = details.prizes.filter(({ id }) => without.includes(id)).map(({ name }) => name);
    return prizes.length > 0 ? [{ code: 'no_codes', prizes }] : [];
  }

  async #blocks(draft: OpenDraft, checked: CheckedDraft, reader: string): Promise<readonly Block[]> {
    const { queries, managed, requiresApproval } = this.#deps;
    const { activityId, managedBy, state, base } = draft;
    const signed = { activityId, author: reader };
    const isUnchanged = everyoneHas(state, checked.content);
    const isEdited =
      managedBy === 'files' && (await managed.isFolderEdited(activityId, [checked.content, base]));
    const isUnapproved =
      requiresApproval && !isUnchanged && !(await queries.isApproved(signed, checked.content));
    return [
      ...(checked.hasErrors ? (['has_errors'] as const) : []),
      ...(isUnchanged ? (['unchanged'] as const) : []),
      ...(isEdited ? (['folder_edited'] as const) : []),
      ...(isUnapproved ? (['not_approved'] as const) : []),
    ];
  }
}

function notesOf(
  draft: OpenDraft,
  {
    liveNo,
    before,
    scheduled,
  }: { liveNo: number; before: Activity | null; scheduled: readonly ScheduledRelease[] },
): readonly ReviewNote[] {
  const { serving } = draft.state;
  const candidate = serving && !serving.isRemoved ? serving.candidate : null;
  return [
    ...(draft.saved && isBaseOlder(draft)
      ? [{ code: 'base_is_older', base: draft.base.no, live: liveNo } as const]
      : []),
    ...(candidate ? [{ code: 'rollout_stays', no: candidate.no } as const] : []),
    ...(serving?.isPaused ? [{ code: 'is_paused' } as const] : []),
    ...(!serving && draft.startsPaused ? [{ code: 'starts_paused' } as const] : []),
    ...(serving?.isRemoved ? [{ code: 'is_removed' } as const] : []),
    ...(liveNo > 0 && !before ? [{ code: 'live_is_unreadable', no: liveNo } as const] : []),
    ...(scheduled.length > 0 ? [{ code: 'scheduled_beside', count: scheduled.length } as const] : []),
  ];
}
