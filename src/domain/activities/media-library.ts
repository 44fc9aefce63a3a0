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

/** The media types of the files that may be sent, by their extensions. */
export const MEDIA_TYPES = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  mp3: 'audio/mpeg',
} as const;

export const mediaEndings: readonly string[] = Object.keys(MEDIA_TYPES);

/** The media type of a file of this name; `undefined` if it may not be sent. */
export function mediaTypeOf(file: string): string | undefined {
  const ending = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending as keyof typeof MEDIA_TYPES] : undefined;
}

/** The pictures and sounds of the activities. Missing files are no errors. */
export interface MediaLibrary {
  /** How many bytes the file has; `undefined` if there is none that may be sent. The names may be any text. */
  lengthOf(activityId: string, file: string): Promise<number | undefined>;
  /** Opens the file; `undefined` as in `lengthOf`. The caller closes it. */
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
