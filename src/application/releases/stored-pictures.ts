import type { MediaLibrary } from '../../domain/activities/media-library.ts';
import type { PictureCopy } from '../../domain/releases/picture-copy.ts';
import type { PlacedPicture } from '../../domain/releases/picture-files.ts';
import { MOST_PICTURE_BYTES, type ReleasePictures } from '../../domain/releases/release-pictures.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { Bulkhead } from '../shared/bulkhead.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';

export interface StoredPicturesDependencies {
  readonly store: Pick<ReleasePictures, 'find'>;
  /** `null` where the store is a file of this machine. */
  readonly copy: PictureCopy | null;
  readonly folder: Pick<MediaLibrary, 'open'>;
}

/*
 * A picture of 2 MiB takes some milliseconds, and the store ends a query after a second. What hangs must not take all of a
 * process' few connections to it.
 */
const QUERIES = { atOnce: 2, waiting: 500, deadlineMs: 2000 };

/** Reads the pictures of releases: from the disk of this machine, else from the record store, else from the folder. */
export class StoredPictures {
  readonly #deps: StoredPicturesDependencies;
  readonly #queries = new Bulkhead(QUERIES);

  constructor(deps: StoredPicturesDependencies) {
    this.#deps = deps;
  }

  /** @throws DependencyError if it cannot be read from anywhere */
  async read(picture: PlacedPicture): Promise<Uint8Array> {
    const copied = await this.#deps.copy?.find(picture.hash);
    if (copied) return copied;
    try {
      return await this.#stored(picture.hash);
    } catch (error) {
      const own = await this.#ofFolder(picture).catch(() => undefined);
      if (own) return own;
      if (error instanceof DependencyError) throw error;
      throw new DependencyError('record store', 'a picture did not come', { cause: error });
    }
  }

  async #stored(hash: string): Promise<Uint8Array> {
    const { store, copy } = this.#deps;
    const bytes = await this.#queries.run(() => store.find(hash));
    if (!bytes) throw new DependencyError('record store', `it has no picture ${hash}`);
    // Not waited for: the visitor has it already.
    void copy?.keep({ hash, bytes });
    return bytes;
  }

  /* The folder may have the same file still, or already. */
  async #ofFolder({ activityId, file, hash }: PlacedPicture): Promise<Uint8Array | undefined> {
    const found = await this.#deps.folder.open(activityId, file);
    if (!found) return undefined;
    try {
      const { lengthBytes } = found;
      if (lengthBytes > MOST_PICTURE_BYTES) return undefined;
      const pieces: Uint8Array[] = [];
      for await (const piece of found.pieces(0, lengthBytes)) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      return sha256Hex(bytes) === hash ? bytes : undefined;
    } finally {
      await found.close();
    }
  }
}
