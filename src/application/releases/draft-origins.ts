import type { ConsoleDraft } from '../../domain/releases/console-drafts.ts';
import type { Drafts } from '../../domain/releases/drafts.ts';
import type { FolderTexts } from '../../domain/releases/folder-texts.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import type { Manager } from '../../domain/releases/serving.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';
import { keepPictures } from './keep-pictures.ts';

export interface DraftOriginsDependencies {
  readonly store: Pick<ReleaseStore, 'release'>;
  readonly pictures: Pick<ReleasePictures, 'missing' | 'keep'>;
  readonly folders: FolderTexts;
  readonly folderPictures: Pick<Drafts, 'pictures'>;
}

/** What a draft can begin from. */
export type DraftOrigin = Pick<ConsoleDraft, 'text' | 'pictures' | 'base'>;

/** Where the drafts of the console come from. Every method that waits throws DependencyError if the store does not answer. */
export class DraftOrigins {
  readonly #deps: DraftOriginsDependencies;

  constructor(deps: DraftOriginsDependencies) {
    this.#deps = deps;
  }

  /** What everyone has, or had before the activity was removed. */
  async live(activityId: string, { serving }: ReleaseState): Promise<DraftOrigin | undefined> {
    const release = serving ? await this.#deps.store.release(activityId, serving.no) : undefined;
    if (!release) return undefined;
    const { text, no, hash, pictures } = release;
    return { text, pictures, base: { no, hash, pictures } };
  }

  /**
   * The text of the activity's folder. Its pictures are stored, so that they can be shown before anything is saved.
   * @throws UnsettledPictures if one of them is being written
   */
  async folder(activityId: string, { serving }: ReleaseState): Promise<DraftOrigin | undefined> {
    const { folders, folderPictures } = this.#deps;
    const found = folders.read(activityId);
    if (!found || found.text === null) return undefined;
    const named = found.reading.ok ? await folderPictures.pictures(found.reading.activity) : [];
    await keepPictures(this.#deps.pictures, named);
    const pictures = Object.fromEntries(named.map(({ name, hash }) => [name, hash]));
    const { text } = found;
    return { text, pictures, base: { no: serving?.no ?? 0, hash: sha256Hex(text), pictures } };
  }

  managerOf(activityId: string, { serving }: ReleaseState): Manager {
    return serving?.managedBy ?? (this.#deps.folders.has(activityId) ? 'files' : 'console');
  }

  /** What the draft was begun from; `null` where that is not known any more. */
  async baseText({ activityId, base }: Pick<ConsoleDraft, 'activityId' | 'base'>): Promise<string | null> {
    const release = base.no > 0 ? await this.#deps.store.release(activityId, base.no) : undefined;
    if (release?.hash === base.hash) return release.text;
    const { text = null } = this.#deps.folders.read(activityId) ?? {};
    if (text !== null && sha256Hex(text) === base.hash) return text;
    return release?.text ?? null;
  }
}
