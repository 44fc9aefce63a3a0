/** A file as it is sent. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  /** The same, packed with gzip, where that is worth it. */
  readonly gzip?: Uint8Array;
  /** Media type, such as `image/svg+xml`. */
  readonly type: string;
  /** Changes whenever the bytes may have; of characters that may stand in an ETag. */
  readonly version: string;
}
