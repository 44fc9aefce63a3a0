import type { Pictures } from '../../domain/releases/release.ts';
import type { Picture, ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { DraftDesk, OpenDraft } from './draft-desk.ts';
import { keepPictures } from './keep-pictures.ts';

export interface DraftPictureDeskDependencies {
  readonly desk: Pick<DraftDesk, 'open' | 'put'>;
  readonly pictures: Pick<ReleasePictures, 'missing' | 'keep'>;
}

export type PictureResult =
  | { readonly kind: 'saved'; readonly version: number; readonly name: string }
  /** Somebody else has saved since: the latest version. */
  | { readonly kind: 'clash'; readonly version: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too_many'; readonly most: number };

/** The two parts of the name of a picture's file. */
export interface PictureName {
  readonly stem: string;
  /** Without the dot. */
  readonly ending: string;
}

/* Each time, somebody else saved first. */
const ATTEMPTS = 20;

/* Of a draft; a release has 200 at most. */
const MOST_PICTURES = 400;

/** The pictures of drafts. Every method throws DependencyError if the store does not answer. */
export class DraftPictureDesk {
  readonly #deps: DraftPictureDeskDependencies;

  constructor(deps: DraftPictureDeskDependencies) {
    this.#deps = deps;
  }

  /** Adds a picture to the latest version of the draft, under a name that no other one of it has. */
  async add(by: string, activityId: string, picture: Picture, name: PictureName): Promise<PictureResult> {
    await keepPictures(this.#deps.pictures, [picture]);
    return this.#change(by, activityId, ({ pictures }) => {
      if (Object.keys(pictures).length >= MOST_PICTURES) return { kind: 'too_many', most: MOST_PICTURES };
      const free = freeName(name, pictures);
      return { name: free, pictures: { ...pictures, [free]: picture.hash } };
    });
  }

  remove(by: string, activityId: string, version: number, name: string): Promise<PictureResult> {
    return this.#change(by, activityId, (draft) => {
      if (!Object.hasOwn(draft.pictures, name)) return { kind: 'missing' };
      if (draft.version !== version) return { kind: 'clash', version: draft.version };
      const { [name]: _, ...pictures } = draft.pictures;
      return { name, pictures };
    });
  }

  async #change(
    by: string,
    activityId: string,
    changed: (
      draft: OpenDraft,
    ) => { readonly name: string; readonly pictures: Pictures } | Exclude<PictureResult, { kind: 'saved' }>,
  ): Promise<PictureResult> {
    for (let attempt = 1; ; attempt++) {
      const draft = await this.#deps.desk.open(activityId);
      if (!draft) return { kind: 'missing' };
      const wanted = changed(draft);
      if ('kind' in wanted) return wanted;
      const { name, pictures } = wanted;
      const version = await this.#deps.desk.put(by, { ...draft, pictures });
      if (version !== null) return { kind: 'saved', version, name };
      if (attempt === ATTEMPTS) return { kind: 'clash', version: draft.version };
    }
  }
}

function freeName({ stem, ending }: PictureName, pictures: Pictures): string {
  for (let no = 1; ; no++) {
    const name = `${stem}${no === 1 ? '' : `-${no}`}.${ending}`;
    if (!Object.hasOwn(pictures, name)) return name;
  }
}
