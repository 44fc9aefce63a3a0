import type { MediaFile } from '../../domain/activities/media-library.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { type RegularFile, versionOf } from './open-regular-file.ts';

/* The memory that a client which does not read takes. Larger pieces are hardly faster. */
const PIECE_BYTES = 65_536;

/** An open file that is sent in pieces. */
export class OpenMediaFile implements MediaFile {
  readonly type: string;
  readonly lengthBytes: number;
  readonly version: string;
  readonly modifiedAt: number;
  readonly #handle: RegularFile['handle'];

  constructor({ handle, lengthBytes, version, modifiedAt }: RegularFile, type: string) {
    this.#handle = handle;
    this.lengthBytes = lengthBytes;
    this.version = version;
    this.modifiedAt = modifiedAt;
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
   * The version is compared after each read. So a file that is rewritten while it is sent is cut off, and never sent as
   * a mix of two versions.
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
