import { sha256Hex } from '../../application/shared/sha256-hex.ts';
import type { Activity, KindReadings } from '../../domain/activities/activity.ts';
import type { DraftListener } from '../../domain/releases/drafts.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import { type BytesReading, type FileReading, parseActivity, readActivityBytes } from './activity-files.ts';
import { activityPath, shownPath, signatureOf } from './activity-folders.ts';
import type { DraftPictures } from './draft-pictures.ts';
import { PendingChange } from './pending-change.ts';

/* A folder that is being replaced is missing for a moment. */
const SWEEPS_UNTIL_REMOVED = 2;

interface Entry {
  problems: readonly Problem[] | null;
  /** Of the files as they were last read; `null` if there was none. */
  signature: string | null;
  pending: PendingChange | null;
  sweepsMissing: number;
}

export interface FollowedDraftsOptions {
  /** `<dir>/<activity_id>/data.json` */
  readonly dir: string;
  readonly kinds: KindReadings;
  /** What a valid file needs and is not there: then it counts as invalid. */
  readonly missing?: (activity: Activity) => readonly Problem[];
}

/** What was last read of each draft that is followed. */
export class FollowedDrafts {
  readonly #options: FollowedDraftsOptions;
  readonly #pictures: DraftPictures;
  readonly #listener: DraftListener;
  readonly #entries = new Map<string, Entry>();

  constructor(options: FollowedDraftsOptions, pictures: DraftPictures, listener: DraftListener) {
    this.#options = options;
    this.#pictures = pictures;
    this.#listener = listener;
  }

  ids(): Iterable<string> {
    return this.#entries.keys();
  }

  readFirst(id: string): void {
    const entry = this.#newEntry(id);
    const text = this.#textSignatureOf(id);
    const read = readActivityBytes(this.#options.dir, id);
    // A start waits for the first reading, and most of it would be to parse what is served already. The signature of such a
    // file stays unknown, so that it is parsed when it is examined for the first time.
    if (read.ok && this.#listener.isTaken(id, sha256Hex(read.bytes))) return;
    this.#take(id, entry, this.#parsed(id, read), text);
  }

  /** @returns whether to examine the activity again soon */
  examine(id: string): boolean {
    const signature = this.#signatureOf(id);
    const entry = this.#entries.get(id) ?? (signature === null ? undefined : this.#newEntry(id));
    if (!entry) return false;
    entry.sweepsMissing = 0;
    if (signature === entry.signature && !entry.pending) return false;
    const now = performance.now();
    entry.pending ??= new PendingChange(signature, now);
    entry.pending.observe(signature, now);
    if (!entry.pending.isDue(now)) return true;
    return !this.#read(id, entry, entry.pending.isSettled(now));
  }

  /** A sweep did not find the activity's folder. */
  missing(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.sweepsMissing += 1;
    if (entry.sweepsMissing < SWEEPS_UNTIL_REMOVED) return;
    this.#entries.delete(id);
    this.#pictures.forget(id);
    this.#listener.removed(id);
  }

  /**
   * @param isSettled whether the file is probably complete
   * @returns whether it need not be examined again
   */
  #read(id: string, entry: Entry, isSettled: boolean): boolean {
    const before = this.#textSignatureOf(id);
    const reading = this.#parsed(id, readActivityBytes(this.#options.dir, id));
    if (this.#textSignatureOf(id) !== before || (!reading.ok && !isSettled)) {
      // It was changed during the read, or is not complete.
      entry.pending = new PendingChange(this.#signatureOf(id), performance.now());
      return false;
    }
    this.#take(id, entry, reading, before);
    // The times of a file are the same after a change that follows at once: file systems count in some milliseconds.
    entry.pending = isSettled ? null : new PendingChange(entry.signature, performance.now());
    return isSettled;
  }

  /** @param text the signature of the file before it was read: what changes from then on is seen */
  #take(id: string, entry: Entry, reading: FileReading, text: string | null): void {
    if (reading.ok) this.#pictures.name(reading.activity);
    // By now it is known which pictures the text names. They are read later.
    entry.signature = this.#withPictures(id, text);
    if (reading.ok) {
      entry.problems = null;
      this.#listener.valid({ activity: reading.activity, text: reading.text });
      return;
    }
    const isSame = JSON.stringify(entry.problems) === JSON.stringify(reading.problems);
    entry.problems = reading.problems;
    if (isSame) return;
    const path = shownPath(this.#options.dir, id);
    this.#listener.invalid({ activityId: id, path, problems: reading.problems });
  }

  #parsed(id: string, read: BytesReading): FileReading {
    const { kinds, missing } = this.#options;
    const reading = read.ok ? parseActivity(id, read.bytes, kinds) : read;
    const problems = reading.ok ? (missing?.(reading.activity) ?? []) : [];
    return problems.length === 0 ? reading : { ok: false, problems };
  }

  /* Of the file, and of the pictures that its text names. */
  #signatureOf(id: string): string | null {
    return this.#withPictures(id, this.#textSignatureOf(id));
  }

  #withPictures(id: string, text: string | null): string | null {
    return text === null ? null : `${text}${this.#pictures.signatureOf(id)}`;
  }

  #textSignatureOf(id: string): string | null {
    return signatureOf(activityPath(this.#options.dir, id));
  }

  #newEntry(id: string): Entry {
    const entry = { problems: null, signature: null, pending: null, sweepsMissing: 0 };
    this.#entries.set(id, entry);
    return entry;
  }
}
