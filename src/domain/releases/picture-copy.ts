import type { Picture } from './release-pictures.ts';

/** Copies of pictures on the disk of this machine, for when the record store is away. Methods do not fail. */
export interface PictureCopy {
  /** `undefined` where there is none, or its bytes are not those that were kept. */
  find(hash: string): Promise<Uint8Array | undefined>;
  keep(picture: Picture): Promise<void>;
  /** Removes all others. @returns those of these that are there */
  keepOnly(hashes: ReadonlySet<string>): Promise<ReadonlySet<string>>;
}
