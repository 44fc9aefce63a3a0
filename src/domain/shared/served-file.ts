/** A file as it is sent. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  /** The bytes compressed, where that makes them smaller. */
  readonly gzip?: Uint8Array;
  readonly brotli?: Uint8Array;
  /** Media type, such as `image/svg+xml`. */
  readonly type: string;
  /** Changes with the bytes. Its characters are valid in an ETag. */
  readonly version: string;
}
