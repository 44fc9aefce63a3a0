/** A picture of a release. */
export interface Picture {
  /** SHA-256 of the bytes, as hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** A larger one is not kept with a release, but sent from the activity's folder. */
export const MOST_PICTURE_BYTES = 2 * 1024 * 1024;

/** So many of those that a text names are kept with it, and so many bytes of them; the others are sent from the folder. */
export const MOST_PICTURES = 200;
export const MOST_PICTURES_BYTES = 16 * 1024 * 1024;

/** The pictures of all releases, each once. Every method throws DependencyError if the store does not answer. */
export interface ReleasePictures {
  /** Those of these hashes that are not stored yet. */
  missing(hashes: readonly string[]): Promise<readonly string[]>;
  keep(pictures: readonly Picture[]): Promise<void>;
  /** `undefined` where there is none. */
  find(hash: string): Promise<Uint8Array | undefined>;
}
