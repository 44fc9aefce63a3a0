import type { MediaFile } from '../../domain/activities/media-library.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { type RegularFile, versionOf } from './open-regular-file.ts';

/* What a client that does not read costs; larger pieces are hardly faster. */
const PIECE_BYTES = 65_536;

/** A regular file as it is sent. */
export class OpenMediaFile implements MediaFile {
  readonly type: string;
  readonly lengthBytes: number;
  readonly version: string;
  readonly #handle: RegularFile['handle'];

  constructor({ handle, lengthBytes, version }: RegularFile, type: string) {
    this.#handle = handle;
    this.lengthBytes = lengthBytes;
    this.version = version;
    this.type = type;
  }

  async *pieces(start: number, end: number): AsyncGenerator<Uint8Array, void> {
    for (let at = start; at < end; ) {
      const piece = await this.#read(at, Math.min(PIECE_BYTES, end - at));
      yield piece;
      at += piece.length;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /*
   * The version is compared after the read and before the piece is handed out. So a file that is rewritten in place
   * is cut off, and is never sent with a part of one version and a part of another.
   */
  async #read(position: number, lengthBytes: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafe(lengthBytes);
    try {
      const { bytesRead } = await this.#handle.read(buffer, 0, lengthBytes, position);
      if (bytesRead > 0 && versionOf(await this.#handle.stat({ bigint: true })) === this.version) {
        return buffer.subarray(0, bytesRead);
      }
    } catch (cause) {
      throw new DependencyError('media library', 'a file cannot be read', { cause });
    }
    throw new DependencyError('media library', 'a file was changed while it was sent');
  }
}
