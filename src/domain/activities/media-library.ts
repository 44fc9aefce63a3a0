import type { ServedFile } from '../shared/served-file.ts';

/** An open file. */
export interface MediaFile {
  /** Media type, such as `image/svg+xml`. */
  readonly type: string;
  readonly lengthBytes: number;
  /** Changes with the bytes. Its characters are valid in an ETag. */
  readonly version: string;
  /** When the content was last changed, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  /**
   * The bytes from `start` up to and without `end`, in pieces of at most 64 KiB, each read on demand.
   * @throws DependencyError if a piece cannot be read, or may belong to another version of the file
   */
  pieces(start: number, end: number): AsyncGenerator<Uint8Array, void>;
  /** The caller of `open` calls it once; it may do so while a piece is being read. */
  close(): Promise<void>;
}

/** The extensions of the files that may be sent. */
export const mediaEndings = ['svg', 'png', 'jpg', 'webp', 'gif', 'avif', 'mp3'] as const;

/** The pictures and sounds of the activities. Missing files are no errors. */
export interface MediaLibrary {
  /** Whether the file exists and may be sent. The names may be any text. */
  has(activityId: string, file: string): Promise<boolean>;
  /** Opens the file; `undefined` where `has` is false. The caller closes it. */
  open(activityId: string, file: string): Promise<MediaFile | undefined>;
  /** The names in an activity's folder, also of files that may not be sent; none if the folder cannot be read. */
  names(activityId: string): Promise<readonly string[]>;
}

/** Where pictures and sounds are sent from: a file in memory, or one that the caller closes. */
export interface MediaSource {
  /**
   * `undefined` where the library has none of these names.
   * @throws DependencyError if it cannot be read
   */
  find(activityId: string, file: string): ServedFile | Promise<ServedFile | MediaFile | undefined>;
}
