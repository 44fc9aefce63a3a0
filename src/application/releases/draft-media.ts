import type { MediaSource } from '../../domain/activities/media-library.ts';
import { mediaVersion } from '../../domain/activities/media-versions.ts';
import type { PictureFiles } from '../../domain/releases/picture-files.ts';
import type { Pictures } from '../../domain/releases/release.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { FoundMedia, ReleasedMedia } from './released-media.ts';

export interface DraftMediaDependencies {
  /** Of nothing else there are pictures here. */
  readonly activityId: string;
  /** SHA-256 of each picture of the draft, as hex, by its name. */
  readonly pictures: Pictures;
  readonly files: PictureFiles;
  /** What is not kept with drafts; `null` where no folder is here. */
  readonly folder: MediaSource | null;
}

/** The pictures and sounds of one draft. */
export class DraftMedia implements Pick<ReleasedMedia, 'find'> {
  readonly #deps: DraftMediaDependencies;

  constructor(deps: DraftMediaDependencies) {
    this.#deps = deps;
  }

  find(activityId: string, file: string, version: string | null): MaybePromise<FoundMedia | undefined> {
    const { pictures, files, folder } = this.#deps;
    if (activityId !== this.#deps.activityId) return undefined;
    const hash = Object.hasOwn(pictures, file) ? pictures[file] : undefined;
    if (hash === undefined) {
      return folder
        ? andThen(folder.find(activityId, file), (found) => found && { file: found, keepFor: 'not' })
        : undefined;
    }
    const keepFor = version === mediaVersion(hash) ? 'ever' : 'not';
    return andThen(files.find({ activityId, file, hash }), (found) => ({ file: found, keepFor }));
  }
}
