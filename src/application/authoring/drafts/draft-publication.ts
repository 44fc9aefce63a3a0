import type { Audience } from '../../../domain/releases/audience.ts';
import type { ReleasePictures } from '../../../domain/releases/release-pictures.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { DraftDesk, OpenDraft } from '../../releases/draft-desk.ts';
import type { ManagedDesk, ManagedResult } from '../../releases/managed-desk.ts';
import type { ApprovalResult, ReleaseDesk } from '../../releases/release-desk.ts';
import type { ReleaseSchedule, ScheduleResult } from '../../releases/release-schedule.ts';
import type { Signed, Submission } from '../../releases/submission.ts';
import type { DraftCheck } from './draft-check.ts';

export interface DraftPublicationDependencies {
  readonly desk: Pick<DraftDesk, 'open' | 'discard'>;
  readonly check: Pick<DraftCheck, 'check'>;
  readonly managed: Pick<ManagedDesk, 'publish' | 'rollOut' | 'isFolderEdited'>;
  readonly releases: Pick<ReleaseDesk, 'approve'>;
  readonly schedule: Pick<ReleaseSchedule, 'add'>;
  readonly pictures: Pick<ReleasePictures, 'missing'>;
  readonly clock: Clock;
}

/** The draft that was shown, beside what was served then. */
export interface ShownDraft {
  readonly version: number;
  readonly content: string;
  /** The release that everyone had; 0: none. */
  readonly expect: number;
}

export type PublicationRefusal =
  /** Somebody has changed the draft since it was shown. */
  | { readonly kind: 'clash'; readonly draft: OpenDraft }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'refused';
      readonly reason: 'has_errors' | 'missing_picture' | 'folder_edited' | 'starts_paused' | 'in_past';
    };

export type Publication = ManagedResult | ScheduleResult | PublicationRefusal;

/** Publishes drafts of the console. Every method throws DependencyError if the store does not answer. */
export class DraftPublication {
  readonly #deps: DraftPublicationDependencies;

  constructor(deps: DraftPublicationDependencies) {
    this.#deps = deps;
  }

  /** Publishes it to everyone. The draft is discarded then, unless somebody has saved another one meanwhile. */
  async publish(signed: Signed, shown: ShownDraft): Promise<Publication> {
    const opened = await this.#open(signed.activityId, shown);
    if (opened.kind !== 'opened') return opened;
    const { draft, submission } = opened;
    const result = await this.#deps.managed.publish(signed, submission, shown.expect, {
      known: [draft.base],
      ifEdited: 'refuse',
    });
    if (result.kind !== 'refused' && draft.version > 0) await this.#deps.desk.discard(draft);
    return result;
  }

  /** Publishes it at this time, in milliseconds since the epoch. The draft stays until then, and longer. */
  async schedule(signed: Signed, shown: ShownDraft, dueAt: number): Promise<Publication> {
    const { managed, schedule, clock } = this.#deps;
    if (dueAt <= clock.now()) return { kind: 'refused', reason: 'in_past' };
    const opened = await this.#open(signed.activityId, shown, dueAt);
    if (opened.kind !== 'opened') return opened;
    const { submission, draft } = opened;
    // A pause is a change of its own, which nobody would make at that moment.
    if (submission.startsPaused && !draft.state.serving) return { kind: 'refused', reason: 'starts_paused' };
    const contents = [submission.content, draft.base];
    const isEdited = submission.by === 'files' && (await managed.isFolderEdited(signed.activityId, contents));
    if (isEdited) return { kind: 'refused', reason: 'folder_edited' };
    return schedule.add(signed, submission, { dueAt, besideNo: shown.expect });
  }

  /** Gives it to some users as a candidate; the draft stays. @param candidate the one that was shown; 0: none */
  async rollOut(
    signed: Signed,
    shown: ShownDraft,
    audience: Audience,
    candidate: number,
  ): Promise<Publication> {
    const opened = await this.#open(signed.activityId, shown);
    if (opened.kind !== 'opened') return opened;
    const { expect } = shown;
    return this.#deps.managed.rollOut(signed, opened.submission, audience, { expect, candidate });
  }

  /** @param content that the approver has read @returns `undefined` where there is no such activity */
  async approve(signed: Signed, content: string): Promise<ApprovalResult | undefined> {
    const draft = await this.#deps.desk.open(signed.activityId);
    if (!draft) return undefined;
    const checked = await this.#deps.check.check(draft);
    if (checked.content.content !== content) return { kind: 'other_text', hash: checked.content.hash };
    return this.#deps.releases.approve(signed, checked.content, checked.content.hash);
  }

  async #open(
    activityId: string,
    { version, content }: ShownDraft,
    at?: number,
  ): Promise<
    | { readonly kind: 'opened'; readonly draft: OpenDraft; readonly submission: Submission }
    | PublicationRefusal
  > {
    const { desk, check, pictures } = this.#deps;
    const draft = await desk.open(activityId);
    if (!draft) return { kind: 'missing' };
    const checked = await check.check(draft, at);
    if (draft.version !== version || checked.content.content !== content) return { kind: 'clash', draft };
    if (checked.hasErrors || !checked.activity) return { kind: 'refused', reason: 'has_errors' };
    const missing = await pictures.missing(Object.values(checked.content.pictures));
    if (missing.length > 0) return { kind: 'refused', reason: 'missing_picture' };
    const { managedBy: by, startsPaused } = draft;
    // Its pictures are stored since they were uploaded, or the draft was opened.
    const submission = { activity: checked.activity, content: checked.content, pictures: [], by } as const;
    return { kind: 'opened', draft, submission: { ...submission, isDraft: false, startsPaused } };
  }
}
