import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../application/shared/sha256-hex.ts';
import type { PictureCopy } from '../../domain/releases/picture-copy.ts';
import type { Picture } from '../../domain/releases/release-pictures.ts';

const HASH = /^[0-9a-f]{64}$/;

/* A file that is not complete after so long was left by a process that was killed. */
const ABANDONED_MS = 60_000;

/**
 * Copies of pictures, each a file named by its hash. All processes of a machine may write them. A copy that cannot be written is
 * reported once.
 */
export class FilePictureCopy implements PictureCopy {
  readonly #dir: string;
  readonly #onFault: (error: unknown) => void;
  #isFaulty = false;
  #written = 0;

  constructor(dataDir: string, onFault: (error: unknown) => void) {
    this.#dir = join(dataDir, 'pictures');
    this.#onFault = onFault;
  }

  async find(hash: string): Promise<Uint8Array | undefined> {
    const bytes = await readFile(join(this.#dir, hash)).catch(() => undefined);
    // After a loss of power a file may have its name, and not its content.
    return bytes && sha256Hex(bytes) === hash ? bytes : undefined;
  }

  async keep({ hash, bytes }: Picture): Promise<void> {
    this.#written += 1;
    const temporary = join(this.#dir, `${hash}.${process.pid}.${this.#written}`);
    try {
      await mkdir(this.#dir, { recursive: true });
      await writeFile(temporary, bytes);
      await rename(temporary, join(this.#dir, hash));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      this.#failed(error);
    }
  }

  async keepOnly(hashes: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const names = await readdir(this.#dir).catch(() => []);
    const kept = new Set<string>();
    for (const name of names) {
      if (hashes.has(name)) kept.add(name);
      else await this.#remove(name).catch((error: unknown) => this.#failed(error));
    }
    return kept;
  }

  async #remove(name: string): Promise<void> {
    const path = join(this.#dir, name);
    if (!HASH.test(name)) {
      const found = await stat(path).catch(() => undefined);
      if (!found || Date.now() - found.mtimeMs < ABANDONED_MS) return;
    }
    await rm(path, { force: true });
  }

  #failed(error: unknown): void {
    if (!this.#isFaulty) this.#onFault(error);
    this.#isFaulty = true;
  }
}
