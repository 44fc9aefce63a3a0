import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Copies of the last valid `data.json` of each activity. After an edit that broke a file, the next start serves the
 * copy. A copy has the modification time of its source, which shows whether it is up to date. If a copy cannot be
 * written, that is reported once, and the activities are served without it.
 */
export class LastGoodFiles {
  readonly #dir: string;
  readonly #onFault: (error: unknown) => void;
  #faulty = false;

  constructor(dataDir: string, onFault: (error: unknown) => void) {
    this.#dir = join(dataDir, 'last-good');
    this.#onFault = onFault;
  }

  /** `undefined` if there is none. */
  load(id: string): Buffer | undefined {
    try {
      return readFileSync(this.#path(id));
    } catch {
      return undefined;
    }
  }

  /** Whether there is an up-to-date copy of this file. */
  has(id: string, source: string): boolean {
    const original = statOf(source);
    const copy = statOf(this.#path(id));
    return copy?.size === original?.size && copy?.mtimeMs === wholeMilliseconds(original?.mtimeMs);
  }

  /** Keeps a copy, unless there is an up-to-date one. @param source the file that the bytes were read from */
  keep(id: string, bytes: Buffer, source: string): void {
    try {
      if (this.has(id, source)) return;
      const seconds = (wholeMilliseconds(statSync(source).mtimeMs) ?? 0) / 1000;
      // Several workers write the same copy at the same time, each under its own name until the copy is complete.
      const temporary = `${this.#path(id)}.${process.pid}`;
      this.#write(temporary, bytes);
      utimesSync(temporary, seconds, seconds);
      renameSync(temporary, this.#path(id));
    } catch (error) {
      this.#report(error);
    }
  }

  forget(id: string): void {
    try {
      rmSync(this.#path(id), { force: true });
    } catch (error) {
      this.#report(error);
    }
  }

  #write(path: string, bytes: Buffer): void {
    try {
      writeFileSync(path, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      mkdirSync(this.#dir, { recursive: true });
      writeFileSync(path, bytes);
    }
  }

  #report(error: unknown): void {
    if (!this.#faulty) this.#onFault(error);
    this.#faulty = true;
  }

  /* The pattern of ids allows only characters that are safe in a file name. */
  #path(id: string): string {
    return join(this.#dir, `${id}.json`);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/* `utimes` does not set finer times. */
function wholeMilliseconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time);
}
