import type { Audience } from '../../domain/releases/audience.ts';
import type { Shown } from '../../domain/releases/decide-change.ts';
import type { ReleaseContent } from '../../domain/releases/release.ts';
import type { ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { DraftWriter } from './draft-writer.ts';
import type { DeskResult, ReleaseDesk } from './release-desk.ts';
import type { Signed, Submission } from './submission.ts';

export interface ManagedDeskDependencies {
  readonly desk: ReleaseDesk;
  readonly store: Pick<ReleaseStore, 'states' | 'release' | 'history'>;
  readonly draftWriter: Pick<DraftWriter, 'write' | 'loses' | 'losesBeside'>;
  readonly errorReporter: ErrorReporter;
}

/**
 * What became of the file in the activity's folder after a change: `none`: it has no folder; `kept`: somebody has edited it,
 * and the edit was never published.
 */
export type FolderOutcome = 'written' | 'none' | 'kept' | 'failed';

type Refused = Extract<DeskResult, { kind: 'refused' }>;

export type ManagedResult =
  | Refused
  | { readonly kind: 'refused'; readonly reason: 'folder_edited' }
  | (Exclude<DeskResult, Refused> & {
      /** `null` where the activity is managed by the console, or the change concerns no text. */
      readonly folder: FolderOutcome | null;
    });

type Known = Pick<ReleaseContent, 'hash' | 'pictures'>;

/* As far back as a folder may have been left behind. */
const HISTORY_ROWS = 50;
const MOST_RELEASES = 20;

/**
 * What operators do with releases where they do not edit the folder: after each change, the folder of an activity that is
 * managed by files has what everyone has. Every method throws DependencyError if the store does not answer.
 */
export class ManagedDesk {
  readonly #deps: ManagedDeskDependencies;

  constructor(deps: ManagedDeskDependencies) {
    this.#deps = deps;
  }

  /**
   * @param known what may be written over in the folder, beside what was ever published
   * @param ifEdited whether it is refused where the folder was edited and not published, or published all the same
   */
  async publish(
    signed: Signed,
    submission: Submission,
    expect: number,
    { known, ifEdited }: { readonly known: readonly Known[]; readonly ifEdited: 'refuse' | 'keep' },
  ): Promise<ManagedResult> {
    const isEdited =
      submission.by === 'files' &&
      (await this.isFolderEdited(signed.activityId, [submission.content, ...known]));
    if (isEdited && ifEdited === 'refuse') return { kind: 'refused', reason: 'folder_edited' };
    return this.#written(signed, isEdited, await this.#deps.desk.publish(signed, submission, expect));
  }

  async rollBack(signed: Signed, no: number, expect: number): Promise<ManagedResult> {
    const isEdited = await this.isFolderEdited(signed.activityId, await this.#release(signed.activityId, no));
    return this.#written(signed, isEdited, await this.#deps.desk.rollBack(signed, no, expect));
  }

  async promote(signed: Signed, candidate: number): Promise<ManagedResult> {
    const next = await this.#release(signed.activityId, candidate);
    const isEdited = await this.isFolderEdited(signed.activityId, next);
    return this.#written(signed, isEdited, await this.#deps.desk.promote(signed, { candidate }));
  }

  async pause(signed: Signed): Promise<ManagedResult> {
    return unwritten(await this.#deps.desk.pause(signed));
  }

  async resume(signed: Signed): Promise<ManagedResult> {
    return unwritten(await this.#deps.desk.resume(signed));
  }

  async rollOut(
    signed: Signed,
    submission: Submission | null,
    audience: Audience,
    shown: Shown,
  ): Promise<ManagedResult> {
    return unwritten(await this.#deps.desk.rollOut(signed, submission, audience, shown));
  }

  async abort(signed: Signed, shown: Shown): Promise<ManagedResult> {
    return unwritten(await this.#deps.desk.abort(signed, shown));
  }

  /**
   * Whether the folder has a text or a picture that was never published, and that none of these contents has.
   * @param contents first the one that would be written
   */
  async isFolderEdited(activityId: string, contents: readonly Known[]): Promise<boolean> {
    const { store, draftWriter } = this.#deps;
    const [state] = await store.states([activityId]);
    const { serving = null } = state as ReleaseState;
    if (!(await draftWriter.losesBeside(activityId, serving, contents))) return false;
    // A folder that could not be written has what was published before.
    return draftWriter.loses(activityId, [...contents, ...(await this.#earlier(activityId))]);
  }

  async #earlier(activityId: string): Promise<readonly Known[]> {
    const rows = await this.#deps.store.history(activityId, { limit: HISTORY_ROWS });
    const nos = new Set(rows.flatMap(({ serving }) => [serving.no, serving.candidate?.no ?? serving.no]));
    const releases = [...nos].slice(0, MOST_RELEASES).map((no) => this.#release(activityId, no));
    return (await Promise.all(releases)).flat();
  }

  async #release(activityId: string, no: number): Promise<readonly Known[]> {
    const release = await this.#deps.store.release(activityId, no);
    return release ? [release] : [];
  }

  /* What was published stays so: a folder that cannot be written is reported. */
  async #written({ activityId }: Signed, isEdited: boolean, result: DeskResult): Promise<ManagedResult> {
    if (result.kind === 'refused') return result;
    if (result.kind === 'unchanged') return { ...result, folder: null };
    if (result.serving.managedBy !== 'files') return { ...result, folder: null };
    if (isEdited) return { ...result, folder: 'kept' };
    try {
      return { ...result, folder: (await this.#deps.draftWriter.write(activityId)) ? 'written' : 'none' };
    } catch (error) {
      const where = { activity_id: activityId };
      this.#deps.errorReporter.report('the folder of an activity was not written', error, where);
      return { ...result, folder: 'failed' };
    }
  }
}

function unwritten(result: DeskResult): ManagedResult {
  return result.kind === 'refused' ? result : { ...result, folder: null };
}
