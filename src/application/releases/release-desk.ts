import type { Audience } from '../../domain/releases/audience.ts';
import { candidateRefusal } from '../../domain/releases/candidate-refusal.ts';
import type { ReleaseOrder, Shown } from '../../domain/releases/decide-change.ts';
import type { ReleaseContent } from '../../domain/releases/release.ts';
import type { ReleaseApprovals } from '../../domain/releases/release-approvals.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { ReleaseStore } from '../../domain/releases/release-store.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { activityOfRelease, type ReadableReleases } from './activity-of-release.ts';
import { keepPictures } from './keep-pictures.ts';
import type { ChangeResult, ReleaseChanges } from './release-changes.ts';
import type { Signed, Submission } from './submission.ts';

export interface ReleaseDeskDependencies extends Pick<ReadableReleases, 'read'> {
  readonly changes: Pick<ReleaseChanges, 'apply'>;
  readonly store: Pick<ReleaseStore, 'states' | 'release'>;
  readonly pictures: ReleasePictures;
  readonly approvals: Pick<ReleaseApprovals, 'approve'>;
  readonly clock: Clock;
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

export type ApprovalResult =
  | { readonly kind: 'approved' }
  | { readonly kind: 'other_text'; readonly hash: string };

/** What operators do with releases, by command or in the console. Every method throws DependencyError if the store is away. */
export class ReleaseDesk {
  readonly #deps: ReleaseDeskDependencies;

  constructor(deps: ReleaseDeskDependencies) {
    this.#deps = deps;
  }

  /** @param expect the release that everyone must have now; 0: none */
  async publish(signed: Signed, submission: Submission, expect?: number): Promise<DeskResult> {
    const { content, pictures, by, isDraft, startsPaused = false } = submission;
    await keepPictures(this.#deps.pictures, pictures);
    const shown = shownAs({ expect });
    return this.#apply(signed, { kind: 'publish', content, by, isDraft, startsPaused, ...shown });
  }

  /**
   * Publishes an earlier text again. A rollout that is under way ends.
   * @param expect the release that everyone must have now
   */
  async rollBack(signed: Signed, no: number, expect?: number): Promise<DeskResult> {
    const { store, read } = this.#deps;
    const release = await store.release(signed.activityId, no);
    if (!release) {
      const [state] = await store.states([signed.activityId]);
      return { kind: 'refused', reason: state?.serving ? 'no_such_release' : 'no_release' };
    }
    if (!read(release).ok) return { kind: 'refused', reason: 'unreadable_release' };
    return this.#apply(signed, { kind: 'roll_back', content: release, ...shownAs({ expect }) });
  }

  pause(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, { kind: 'pause' });
  }

  resume(signed: Signed): Promise<DeskResult> {
    return this.#apply(signed, { kind: 'resume' });
  }

  /** @param submission `null`: the candidate that is there gets another audience */
  async rollOut(
    signed: Signed,
    submission: Submission | null,
    audience: Audience,
    shown: Shown = {},
  ): Promise<DeskResult> {
    if (submission) {
      const reason = await this.#candidateRefusal(signed.activityId, submission);
      if (reason) return { kind: 'refused', reason };
      await keepPictures(this.#deps.pictures, submission.pictures);
    }
    const { content = null, by = 'files', isDraft = false } = submission ?? {};
    return this.#apply(signed, { kind: 'roll_out', content, audience, by, isDraft, ...shown });
  }

  promote(signed: Signed, shown: Pick<Shown, 'candidate'> = {}): Promise<DeskResult> {
    return this.#apply(signed, { kind: 'promote', ...shown });
  }

  abort(signed: Signed, shown: Shown = {}): Promise<DeskResult> {
    return this.#apply(signed, { kind: 'abort', ...shown });
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

  async #candidateRefusal(activityId: string, { activity }: Submission) {
    const { store, read } = this.#deps;
    const [state] = await store.states([activityId]);
    if (!state?.release) return null;
    const releases = { release: (id: string, no: number) => store.release(id, no), read };
    const stable = await activityOfRelease(releases, activityId, state.release.no);
    return stable && candidateRefusal(stable, activity);
  }

  async #apply(signed: Signed, order: ReleaseOrder): Promise<ChangeResult> {
    const [result] = await this.#deps.changes.apply([{ ...signed, order: () => order }]);
    return result as ChangeResult;
  }
}

function shownAs({ expect }: { readonly expect: number | undefined }): Pick<Shown, 'expect'> {
  return expect === undefined ? {} : { expect };
}
