import { statSync } from 'node:fs';
import { type DataKeys, readDataKeys } from './data-keys.ts';

/* So soon every process seals with a new key. A look costs some microseconds. */
const LOOK_EVERY_MS = 1000;

/**
 * The keys of a file that changes while processes run. A file that cannot be read any more leaves the keys as they were.
 */
export class FollowedKeys {
  readonly #path: string;
  readonly #now: () => number;
  #keys: DataKeys;
  #signature: string;
  #lookedAt: number;

  /**
   * @param now milliseconds since any moment, never running back
   * @throws Error if the file cannot be read
   */
  constructor(path: string, now: () => number = () => performance.now()) {
    this.#path = path;
    this.#now = now;
    this.#signature = signatureOf(path);
    this.#keys = readDataKeys(path);
    this.#lookedAt = now();
  }

  /** The keys as they were a second ago, or later. */
  current(): DataKeys {
    const now = this.#now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      this.#look();
    }
    return this.#keys;
  }

  /** The keys; if this one is not among them, as the file has them now. */
  with(id: string): DataKeys {
    if (!this.#keys.keys.has(id)) this.#look();
    return this.#keys;
  }

  #look(): void {
    try {
      const signature = signatureOf(this.#path);
      if (signature === this.#signature) return;
      this.#keys = readDataKeys(this.#path);
      this.#signature = signature;
    } catch {
      // The keys that are here still open what they opened before.
    }
  }
}

function signatureOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path);
  return `${ino} ${size} ${mtimeMs}`;
}
