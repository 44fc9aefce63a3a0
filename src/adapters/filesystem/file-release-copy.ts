import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { CopiedActivity, ReleaseCopy } from '../../domain/releases/release-copy.ts';
import { type ServingChange, servedNumbersOf } from '../../domain/releases/serving.ts';
import { SliceQueue } from './slice-queue.ts';

const CHANGE = 'change.json';

interface Kept {
  readonly change: ServingChange;
  readonly releases: readonly WholeRelease[];
}

/* A disk that is full may have room again. */
const AFTER_FAULT_MS = 10_000;

/**
 * Copies of what is served: a folder an activity, with the change and a file for each release that it names. They are written
 * beside the requests, in slices. A copy that cannot be written is reported once, and tried again.
 */
export class FileReleaseCopy implements ReleaseCopy {
  readonly #dir: string;
  readonly #isWritten: boolean;
  readonly #onFault: (error: unknown) => void;
  readonly #waiting = new Map<string, Kept | 'gone'>();
  readonly #queue = new SliceQueue({ run: (id) => !this.#write(id), againAfterMs: AFTER_FAULT_MS });
  #isFaulty = false;

  /** @param isWritten whether this process writes it: one of those of a machine does */
  constructor(dataDir: string, isWritten: boolean, onFault: (error: unknown) => void) {
    this.#dir = join(dataDir, 'releases');
    this.#isWritten = isWritten;
    this.#onFault = onFault;
  }

  load(): readonly CopiedActivity[] {
    return this.#ids().flatMap((id) => {
      try {
        const change = this.#read<ServingChange>(id, CHANGE);
        const releases = servedNumbersOf(change.serving).map((no) =>
          this.#read<WholeRelease>(id, fileOf(no)),
        );
        const isWhole = change.activityId === id && releases.every(({ text }) => typeof text === 'string');
        return isWhole ? [{ change, releases }] : [];
      } catch {
        // A process was killed while it wrote it for the first time.
        return [];
      }
    });
  }

  keep(change: ServingChange, releases: readonly WholeRelease[]): void {
    if (!this.#isWritten) return;
    const { activityId } = change;
    const before = this.#waiting.get(activityId);
    const earlier = before === undefined || before === 'gone' ? [] : before.releases;
    const numbers = servedNumbersOf(change.serving);
    const named = [...earlier, ...releases].filter(({ no }) => numbers.includes(no));
    this.#waiting.set(activityId, { change, releases: named });
    this.#queue.add(activityId);
  }

  keepOnly(activityIds: ReadonlySet<string>): void {
    if (!this.#isWritten) return;
    for (const id of new Set([...this.#ids(), ...this.#waiting.keys()])) {
      if (activityIds.has(id)) continue;
      this.#waiting.set(id, 'gone');
      this.#queue.add(id);
    }
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.#write(id);
    this.#queue.close();
  }

  /** @returns whether it need not be tried again */
  #write(id: string): boolean {
    const kept = this.#waiting.get(id);
    if (kept === undefined) return true;
    try {
      if (kept === 'gone') rmSync(join(this.#dir, id), { recursive: true, force: true });
      else this.#keep(id, kept);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#isFaulty = false;
      return true;
    } catch (error) {
      if (!this.#isFaulty) this.#onFault(error);
      this.#isFaulty = true;
      return false;
    }
  }

  /* The change comes last: what it names is there. */
  #keep(id: string, { change, releases }: Kept): void {
    if (this.#has(id, change)) return;
    mkdirSync(join(this.#dir, id), { recursive: true });
    for (const release of releases) this.#replace(id, fileOf(release.no), release);
    this.#replace(id, CHANGE, change);
    const named = new Set([CHANGE, ...servedNumbersOf(change.serving).map(fileOf)]);
    for (const name of readdirSync(join(this.#dir, id))) {
      if (!named.has(name)) rmSync(join(this.#dir, id, name), { force: true });
    }
  }

  /*
   * As after most starts: to read it takes a fraction of the time. A release whose file the system had not written when the
   * power went is empty.
   */
  #has(id: string, change: ServingChange): boolean {
    try {
      if (readFileSync(join(this.#dir, id, CHANGE), 'utf8') !== JSON.stringify(change)) return false;
      return servedNumbersOf(change.serving).every(
        (no) => statSync(join(this.#dir, id, fileOf(no))).size > 0,
      );
    } catch {
      return false;
    }
  }

  /* Several processes may write the same, each under its own name until it is complete. */
  #replace(id: string, name: string, content: object): void {
    const path = join(this.#dir, id, name);
    const temporary = `${path}.${randomUUID()}`;
    writeFileSync(temporary, JSON.stringify(content));
    renameSync(temporary, path);
  }

  #read<T>(id: string, name: string): T {
    return JSON.parse(readFileSync(join(this.#dir, id, name), 'utf8')) as T;
  }

  #ids(): string[] {
    try {
      return readdirSync(this.#dir).filter((name) => activityIdPattern.test(name));
    } catch {
      return [];
    }
  }
}

function fileOf(no: number): string {
  return `${no}.json`;
}
