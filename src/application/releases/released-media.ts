import type { MediaFile, MediaSource } from '../../domain/activities/media-library.ts';
import type { PictureFiles } from '../../domain/releases/picture-files.ts';
import type { ServedPictures } from '../../domain/releases/served-pictures.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';

/** A picture or sound, and how long a browser may keep it without asking. */
export interface FoundMedia {
  readonly file: ServedFile | MediaFile;
  /** `ever`: the address names this content. `not`: it names one that is not known here. */
  readonly keepFor: 'ever' | 'minutes' | 'not';
}

export interface ReleasedMediaDependencies {
  readonly served: ServedPictures;
  readonly pictures: PictureFiles;
  /** What is not kept with releases. */
  readonly folder: MediaSource;
}

/** The pictures and sounds of activities as their releases have them. */
export class ReleasedMedia {
  readonly #deps: ReleasedMediaDependencies;

  constructor(deps: ReleasedMediaDependencies) {
    this.#deps = deps;
  }

  /**
   * The file in this version, else as everyone gets it. `undefined` where there is none.
   * @param version `null` where the address names none
   * @throws DependencyError if it cannot be read
   */
  find(activityId: string, file: string, version: string | null): MaybePromise<FoundMedia | undefined> {
    const { served, folder } = this.#deps;
    const named = version === null ? undefined : served.hashOfVersion(activityId, file, version);
    if (named !== undefined) return this.#picture(activityId, file, named, 'ever');
    // What comes under the address of another version must not stay there.
    const keepFor = version === null ? 'minutes' : 'not';
    const hash = served.hashOf(activityId, file);
    if (hash !== undefined) return this.#picture(activityId, file, hash, keepFor);
    return andThen(folder.find(activityId, file), (found) => found && { file: found, keepFor });
  }

  #picture(
    activityId: string,
    file: string,
    hash: string,
    keepFor: FoundMedia['keepFor'],
  ): MaybePromise<FoundMedia> {
    return andThen(this.#deps.pictures.find({ activityId, file, hash }), (found) => ({
      file: found,
      keepFor,
    }));
  }
}
