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
 * Copies of the last valid `data.json` of each activity, so that an edit that broke one does not take the activity
 * away at the next start. A copy has the times of what it is a copy of, by which it is known to be of the same.
 * What cannot be written is no fault of the activities': it is reported once, and they are served all the same.
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

  /** Whether there is a copy of this file as it is now. */
  has(id: string, source: string): boolean {
    const original = statOf(source);
    const copy = statOf(this.#path(id));
    return copy?.size === original?.size && copy?.mtimeMs === wholeMilliseconds(original?.mtimeMs);
  }

  /** Keeps a copy, unless it is there already. @param source the file that these bytes were read from */
  keep(id: string, bytes: Buffer, source: string): void {
    try {
      if (this.has(id, source)) return;
      const seconds = (wholeMilliseconds(statSync(source).mtimeMs) ?? 0) / 1000;
      // Workers keep the same copies at the same time, each under a name of its own until it is whole.
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

  /* The id's own pattern makes it a safe name of a file. */
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

/* Finer times do not survive being set. */
function wholeMilliseconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time);
}
