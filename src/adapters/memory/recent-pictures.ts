import { LRUCache } from 'lru-cache';
import { SingleFlight } from '../../application/shared/single-flight.ts';
import { mediaTypeOf } from '../../domain/activities/media-library.ts';
import type { PictureFiles, PlacedPicture } from '../../domain/releases/picture-files.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import type { PackedFiles } from './packed-files.ts';

export interface RecentPicturesOptions {
  /** @throws DependencyError if it cannot be read from anywhere */
  read(picture: PlacedPicture): Promise<Uint8Array>;
  readonly mostBytes: number;
  readonly packed: Pick<PackedFiles, 'pack'>;
}

/* What an entry takes beside its bytes. */
const ENTRY_BYTES = 500;

/* Enough digits for an ETag. */
const VERSION_DIGITS = 32;

/** The pictures of releases, of which those that were asked for last are in memory. Each is read once at a time. */
export class RecentPictures implements PictureFiles {
  readonly #options: RecentPicturesOptions;
  readonly #recent: LRUCache<string, ServedFile>;
  readonly #reading = new SingleFlight<ServedFile>();

  constructor(options: RecentPicturesOptions) {
    this.#options = options;
    this.#recent = new LRUCache({
      maxSize: options.mostBytes,
      sizeCalculation: ({ bytes, gzip, brotli }) =>
        ENTRY_BYTES + bytes.length + (gzip?.length ?? 0) + (brotli?.length ?? 0),
    });
  }

  find(picture: PlacedPicture): ServedFile | Promise<ServedFile> {
    const type = mediaTypeOf(picture.file) ?? 'application/octet-stream';
    // Files of other types may have the same bytes.
    const key = `${picture.hash} ${type}`;
    return this.#recent.get(key) ?? this.#reading.run(key, () => this.#read(picture, type, key));
  }

  async #read(picture: PlacedPicture, type: string, key: string): Promise<ServedFile> {
    const { read, packed } = this.#options;
    const bytes = await read(picture);
    const file = await packed.pack(key, { type, bytes, version: picture.hash.slice(0, VERSION_DIGITS) });
    this.#recent.set(key, file);
    return file;
  }
}
