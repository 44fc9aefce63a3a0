/** A file that has been opened, and of which nothing has been read. */
export interface MediaFile {
  /** Media type, such as `image/svg+xml`. */
  readonly type: string;
  readonly lengthBytes: number;
  /** Changes whenever the bytes may have; of characters that may stand in an ETag. */
  readonly version: string;
  /**
   * The bytes from `start` up to and without `end`, in pieces of at most 64 KiB, each read when it is asked for.
   * @throws DependencyError in place of a piece that cannot be read, or that may be of another version
   */
  pieces(start: number, end: number): AsyncGenerator<Uint8Array, void>;
  /** To be called once, by the caller that opened the file, also while a piece is being read. */
  close(): Promise<void>;
}

/** What the name of a file that may be shown ends with. */
export const mediaEndings = ['svg', 'png', 'jpg', 'webp', 'gif', 'avif', 'mp3'] as const;

/** The activities' own pictures and sounds. */
export interface MediaLibrary {
  /** Whether there is such a file, and it may be shown; the names may be anything. */
  has(activityId: string, file: string): Promise<boolean>;
  /** The same file, opened; `undefined` where there is none. The caller closes it. */
  open(activityId: string, file: string): Promise<MediaFile | undefined>;
  /** The names in an activity's folder, whether or not they may be shown; none where it has no folder that can be read. */
  names(activityId: string): Promise<readonly string[]>;
}
