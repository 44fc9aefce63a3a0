import type { ConsoleDraft, ConsoleDrafts, DraftBase } from '../../domain/releases/console-drafts.ts';
import type { FolderTexts } from '../../domain/releases/folder-texts.ts';
import type { MergeConflict } from '../../domain/releases/merge-json.ts';
import type { ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import type { Manager } from '../../domain/releases/serving.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { JsonTexts } from '../../domain/shared/json-texts.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';
import type { DraftOrigins } from './draft-origins.ts';
import { type MergedText, mergeTexts } from './merge-texts.ts';

export interface DraftDeskDependencies {
  readonly drafts: ConsoleDrafts;
  readonly store: Pick<ReleaseStore, 'states'>;
  readonly folders: Pick<FolderTexts, 'has'>;
  readonly origins: DraftOrigins;
  readonly texts: JsonTexts;
  readonly clock: Clock;
}

/** A draft, as somebody opens it: that of the console, else what everyone has, else that of the folder. */
export interface OpenDraft extends Omit<ConsoleDraft, 'by' | 'at'> {
  /** `null`: there is none of the console yet, and its version is 0. */
  readonly saved: Pick<ConsoleDraft, 'by' | 'at'> | null;
  readonly managedBy: Manager;
  readonly state: ReleaseState;
}

export type SaveResult =
  | {
      readonly kind: 'saved';
      readonly draft: OpenDraft;
      /** Where two edits were merged: in these, mine was taken. */
      readonly conflicts: readonly MergeConflict[];
    }
  /** Somebody else has saved since; `text` and `conflicts`: what both edits make together. */
  | ({ readonly kind: 'clash'; readonly theirs: OpenDraft } & MergedText)
  | { readonly kind: 'missing' };

/** What a draft begins with. */
export type NewDraft = Pick<ConsoleDraft, 'activityId' | 'text' | 'pictures' | 'startsPaused'>;

type OfVersion = Pick<ConsoleDraft, 'activityId' | 'version'>;

/** The text that somebody has edited, and the release that it was begun from. */
export type EditedFrom = Pick<DraftBase, 'no' | 'hash'>;

const NO_BASE = { no: 0, hash: '', pictures: {} };

/* Each time, somebody else was first to add a picture. */
const ATTEMPTS = 20;

/** What operators do with drafts in the console. Every method throws DependencyError if the store does not answer. */
export class DraftDesk {
  readonly #deps: DraftDeskDependencies;

  constructor(deps: DraftDeskDependencies) {
    this.#deps = deps;
  }

  /**
   * `undefined` where there is no such activity.
   * @throws UnsettledPictures if it is the folder's, and a picture of it is being written
   */
  async open(activityId: string): Promise<OpenDraft | undefined> {
    const { drafts, store, origins } = this.#deps;
    const [states, [draft]] = await Promise.all([store.states([activityId]), drafts.find([activityId])]);
    const state = states[0] as ReleaseState;
    const managedBy = origins.managerOf(activityId, state);
    if (draft) {
      const { by, at, ...rest } = draft;
      return { ...rest, saved: { by, at }, managedBy, state };
    }
    const origin = (await origins.live(activityId, state)) ?? (await origins.folder(activityId, state));
    return (
      origin && { activityId, version: 0, ...origin, startsPaused: false, saved: null, managedBy, state }
    );
  }

  /** @returns `exists` if there is an activity of this id, or was one */
  async begin(by: string, { activityId, ...draft }: NewDraft): Promise<OpenDraft | 'exists'> {
    const { drafts, store, folders, clock } = this.#deps;
    const [state] = await store.states([activityId]);
    if (state?.serving || folders.has(activityId)) return 'exists';
    const result = await drafts.save({ activityId, ...draft, base: NO_BASE, by, at: clock.now() }, 0);
    return result.kind === 'saved' ? ((await this.open(activityId)) ?? 'exists') : 'exists';
  }

  /**
   * @param version that the text was edited from; 0: what there was before the first draft
   * @param from what it was edited from; left out: what has this version now. Without a draft that may be another release by now
   */
  async save(
    by: string,
    { activityId, version, text }: OfVersion & Pick<ConsoleDraft, 'text'>,
    from?: EditedFrom,
  ): Promise<SaveResult> {
    for (let attempt = 1; ; attempt++) {
      const current = await this.open(activityId);
      if (!current) return { kind: 'missing' };
      if (current.text === text) return { kind: 'saved', draft: current, conflicts: [] };
      const isFromCurrent = version === current.version && (!from || from.hash === sha256Hex(current.text));
      const base = isFromCurrent ? current.text : await this.#textOf(current, version, from);
      // Where the pictures alone have changed since, nobody has to decide anything.
      if (base !== current.text || attempt > ATTEMPTS) {
        return { kind: 'clash', theirs: current, ...mergeTexts(this.#deps.texts, base, text, current.text) };
      }
      if ((await this.put(by, { ...current, text })) !== null) return this.#saved(activityId, []);
    }
  }

  /**
   * Brings into the draft what was published, or edited in the folder, since it was begun.
   * @param onto `folder`: the text of the activity's folder
   */
  async rebase(by: string, { activityId, version }: OfVersion, onto: 'live' | 'folder'): Promise<SaveResult> {
    const { origins, texts } = this.#deps;
    const current = await this.open(activityId);
    const theirs = current && (await origins[onto](activityId, current.state));
    if (!current || !theirs) return { kind: 'missing' };
    const merged = mergeTexts(texts, await origins.baseText(current), current.text, theirs.text);
    const { text, conflicts } = merged;
    const pictures = { ...theirs.pictures, ...current.pictures };
    const isSaved =
      text !== null &&
      version === current.version &&
      (await this.put(by, { ...current, text, pictures, base: theirs.base })) !== null;
    if (isSaved) return this.#saved(activityId, conflicts);
    return { kind: 'clash', theirs: { ...current, ...theirs }, ...merged };
  }

  /** @returns whether it was there, in this version */
  discard({ activityId, version }: OfVersion): Promise<boolean> {
    return this.#deps.drafts.discard(activityId, version);
  }

  /** Saves it, if nobody has saved another one since it was opened. @returns the new version; `null`: somebody has */
  async put(by: string, draft: OpenDraft): Promise<number | null> {
    const { drafts, clock } = this.#deps;
    const { activityId, version, text, pictures, base, startsPaused } = draft;
    const at = clock.now();
    const result = await drafts.save({ activityId, text, pictures, base, startsPaused, by, at }, version);
    return result.kind === 'saved' ? result.version : null;
  }

  async #saved(activityId: string, conflicts: readonly MergeConflict[]): Promise<SaveResult> {
    const draft = await this.open(activityId);
    return draft ? { kind: 'saved', draft, conflicts } : { kind: 'missing' };
  }

  /* Of an earlier version; `null` where it is not known any more. */
  async #textOf(current: OpenDraft, version: number, from?: EditedFrom): Promise<string | null> {
    const { drafts, origins } = this.#deps;
    const { activityId } = current;
    const earlier = version > 0 ? await drafts.earlier(activityId, version) : undefined;
    if (!from) return earlier?.text ?? origins.baseText(current);
    if (earlier && sha256Hex(earlier.text) === from.hash) return earlier.text;
    const text = await origins.baseText({ activityId, base: { ...from, pictures: {} } });
    return text !== null && sha256Hex(text) === from.hash ? text : null;
  }
}

/** Whether somebody has published since the draft was begun. */
export function isBaseOlder({ base, state }: Pick<OpenDraft, 'base' | 'state'>): boolean {
  return base.no !== (state.serving?.no ?? 0);
}
