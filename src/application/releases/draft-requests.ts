import type { Activity } from '../../domain/activities/activity.ts';
import {
  type Draft,
  type Drafts,
  type NamedPicture,
  UnsettledPictures,
} from '../../domain/releases/drafts.ts';
import type { ReleaseContent } from '../../domain/releases/release.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { HistoryRow, ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import { historyOf } from './history-of.ts';
import { keepPictures } from './keep-pictures.ts';
import type { ChangeRequest } from './release-changes.ts';
import { contentOf } from './release-content.ts';

export interface DraftRequestsDependencies {
  readonly store: Pick<ReleaseStore, 'history' | 'release'>;
  readonly pictureStore: ReleasePictures;
  readonly drafts: Pick<Drafts, 'pictures'>;
  /**
   * Whether the store is a file of this machine, so that its files are the only ones. On several machines, files that are older
   * than what is served are those of a machine that was away.
   */
  readonly isOneMachine: boolean;
  readonly author: string;
}

export type DraftRequest =
  | { readonly kind: 'request'; readonly request: ChangeRequest; readonly content: ReleaseContent }
  /** There is nothing to do: it is what was last taken from the folder. */
  | { readonly kind: 'taken' }
  /** It is a text of this release, and a later one is served. */
  | { readonly kind: 'older'; readonly no: number; readonly servedNo: number }
  /** A picture of it is being written. */
  | { readonly kind: 'unsettled' };

/** Makes of drafts what is to be changed. */
export class DraftRequests {
  readonly #deps: DraftRequestsDependencies;
  /** Older contents that were left aside, by activity: a file that is only touched is no edit. */
  readonly #leftAside = new Map<string, string>();

  constructor(deps: DraftRequestsDependencies) {
    this.#deps = deps;
  }

  removal(activityId: string): ChangeRequest {
    const { author } = this.#deps;
    return { activityId, author, note: '', order: () => ({ kind: 'remove', by: 'files' }) };
  }

  /**
   * @param isFirstLook whether the draft may be one that another machine has left behind
   * @throws DependencyError if the store does not answer
   */
  async publication(
    { activity, text }: Draft,
    state: ReleaseState,
    isFirstLook: boolean,
  ): Promise<DraftRequest> {
    const { pictureStore, author, isOneMachine } = this.#deps;
    const { id: activityId } = activity;
    const pictures = await this.#picturesOf(activity);
    if (!pictures) return { kind: 'unsettled' };
    const content = contentOf(text, Object.fromEntries(pictures.map(({ name, hash }) => [name, hash])));
    // After another edit, that one is an edit too.
    if (this.#leftAside.get(activityId) !== content.content) this.#leftAside.delete(activityId);
    if (isTaken(content, state)) return { kind: 'taken' };
    if (!isOneMachine && (isFirstLook || this.#leftAside.get(activityId) === content.content)) {
      const no = await this.#olderRelease(activityId, content, state);
      if (no !== null) this.#leftAside.set(activityId, content.content);
      if (no !== null) return { kind: 'older', no, servedNo: state.serving?.no ?? 0 };
    }
    if (state.release?.content !== content.content) await keepPictures(pictureStore, pictures);
    const order = { kind: 'publish', content, by: 'files', isDraft: true } as const;
    const orderIn = (now: ReleaseState) => (isTaken(content, now) ? null : order);
    return { kind: 'request', request: { activityId, author, note: '', order: orderIn }, content };
  }

  /* `null` where one is being written: when it is whole, a listener hears of it. */
  async #picturesOf(activity: Activity): Promise<readonly NamedPicture[] | null> {
    try {
      return await this.#deps.drafts.pictures(activity);
    } catch (error) {
      if (error instanceof UnsettledPictures) return null;
      throw error;
    }
  }

  /* The release of this content, where another one is served now. */
  async #olderRelease(
    activityId: string,
    content: ReleaseContent,
    { serving, release }: ReleaseState,
  ): Promise<number | null> {
    if (!serving || serving.isRemoved || release?.content === content.content) return null;
    const compared = new Set<number>();
    for await (const row of historyOf(this.#deps.store, activityId)) {
      for (const no of releasesWith(content.hash, row)) {
        if (compared.has(no)) continue;
        compared.add(no);
        const old = await this.#deps.store.release(activityId, no);
        if (old?.content === content.content) return no;
      }
    }
    return null;
  }
}

/*
 * Whether this is what was last taken from the folder. It is not published again, also if its file was touched or copied anew:
 * what was done since then, a rollback above all, would be undone.
 */
function isTaken({ content }: ReleaseContent, { serving }: ReleaseState): boolean {
  return serving !== null && !serving.isRemoved && serving.managedBy === 'files' && serving.draft === content;
}

function releasesWith(textHash: string, { serving, hash, candidateHash }: HistoryRow): readonly number[] {
  return [
    ...(hash === textHash ? [serving.no] : []),
    ...(serving.candidate && candidateHash === textHash ? [serving.candidate.no] : []),
  ];
}
