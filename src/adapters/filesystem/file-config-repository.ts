import { realpathSync } from 'node:fs';
import type { Activity, KindReadings } from '../../domain/activities/activity.ts';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import { ActivitiesWatch } from './activities-watch.ts';
import { type FileReading, parseActivity, readActivityBytes, readActivityFile } from './activity-files.ts';
import { activityPath, listActivityIds, signatureOf } from './activity-folders.ts';
import { inSlices } from './in-slices.ts';
import type { LastGoodFiles } from './last-good-files.ts';
import { PendingChange, SETTLED_MS } from './pending-change.ts';

/* A folder that is being replaced is missing for a moment. */
const SWEEPS_UNTIL_REMOVED = 2;

interface Entry {
  activity: Activity | undefined;
  problems: readonly Problem[] | null;
  /** Of the file as it was last read; `null` if there was none. */
  signature: string | null;
  pending: PendingChange | null;
  sweepsMissing: number;
}

export interface ConfigFiles {
  /** `<dir>/<activity_id>/data.json` */
  readonly dir: string;
  readonly kinds: KindReadings;
  /** Where the last good versions are kept; without it they are lost at the end of the process. */
  readonly lastGood?: LastGoodFiles;
  /** What a valid file needs and is not there: then it counts as invalid. Copies that were good once are served without it. */
  readonly missing?: (activity: Activity) => readonly Problem[];
  readonly events?: ConfigEvents;
  /** The system has no watches left, so some changes are found by sweeps alone. Called once. */
  readonly onUnwatched?: (error: unknown) => void;
}

/**
 * The activities of a folder. The constructor reads all of them; after `watch`, each activity that changes is read
 * again, and no other. A file that is invalid or cannot be read does not affect other activities.
 */
export class FileConfigRepository implements ConfigRepository {
  readonly #files: ConfigFiles;
  readonly #entries = new Map<string, Entry>();
  #invalid: readonly InvalidActivity[] | null = null;

  /** @throws Error if the folder itself cannot be listed */
  constructor(files: ConfigFiles) {
    this.#files = files;
    for (const id of listActivityIds(files.dir)) this.#entries.set(id, this.#firstReading(id));
  }

  find(activityId: string): Activity | undefined {
    return this.#entries.get(activityId)?.activity;
  }

  all(): readonly Activity[] {
    return [...this.#entries.values()].flatMap(({ activity }) => activity ?? []);
  }

  invalid(): readonly InvalidActivity[] {
    if (this.#invalid) return this.#invalid;
    const dir = realpathOr(this.#files.dir);
    this.#invalid = [...this.#entries].flatMap(([id, { problems }]) =>
      problems ? asInvalid(dir, id, problems) : [],
    );
    return this.#invalid;
  }

  /** Follows the files until the returned function is called. */
  watch(): () => void {
    const watch = new ActivitiesWatch(this.#files.dir, {
      ids: () => this.#entries.keys(),
      examine: (id) => this.#examine(id),
      missing: (id) => this.#missing(id),
      unwatched: (error) => this.#files.onUnwatched?.(error),
      examineAgainAfterMs: SETTLED_MS,
    });
    const stopCopying = inSlices([...this.#entries.keys()], (id) => this.#keepCopy(id));
    return () => {
      watch.close();
      stopCopying();
    };
  }

  #firstReading(id: string): Entry {
    const { dir, kinds, lastGood } = this.#files;
    const signature = signatureOf(activityPath(dir, id));
    const reading = this.#readFile(id);
    const entry: Entry = { activity: undefined, problems: null, signature, pending: null, sweepsMissing: 0 };
    if (reading.ok) return { ...entry, activity: reading.activity };
    const bytes = lastGood?.load(id);
    const before = bytes && parseActivity(id, bytes, kinds);
    return { ...entry, problems: reading.problems, activity: before?.ok ? before.activity : undefined };
  }

  /** @returns whether to examine the activity again soon */
  #examine(id: string): boolean {
    const signature = signatureOf(activityPath(this.#files.dir, id));
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

  #newEntry(id: string): Entry {
    const entry = { activity: undefined, problems: null, signature: null, pending: null, sweepsMissing: 0 };
    this.#entries.set(id, entry);
    return entry;
  }

  /**
   * @param isSettled whether the file is probably complete
   * @returns whether the content was taken
   */
  #read(id: string, entry: Entry, isSettled: boolean): boolean {
    const path = activityPath(this.#files.dir, id);
    const before = signatureOf(path);
    const reading = this.#readFile(id);
    if (signatureOf(path) !== before || (!reading.ok && !isSettled)) {
      // It was changed during the read, or is not complete.
      entry.pending = new PendingChange(before, performance.now());
      return false;
    }
    entry.pending = null;
    entry.signature = before;
    this.#take(id, entry, reading);
    return true;
  }

  #readFile(id: string): FileReading {
    const { dir, kinds, missing } = this.#files;
    const reading = readActivityFile(dir, id, kinds);
    const problems = reading.ok ? (missing?.(reading.activity) ?? []) : [];
    return problems.length === 0 ? reading : { ok: false, problems };
  }

  #take(id: string, entry: Entry, reading: FileReading): void {
    const { events, lastGood, dir } = this.#files;
    this.#invalid = null;
    if (reading.ok) {
      entry.activity = reading.activity;
      entry.problems = null;
      lastGood?.keep(id, reading.bytes, activityPath(dir, id));
      events?.loaded(id);
      return;
    }
    const isSame = JSON.stringify(entry.problems) === JSON.stringify(reading.problems);
    entry.problems = reading.problems;
    if (!isSame) events?.refused(asInvalid(realpathOr(dir), id, reading.problems));
  }

  /** A sweep did not find the activity's folder. */
  #missing(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.sweepsMissing += 1;
    if (entry.sweepsMissing < SWEEPS_UNTIL_REMOVED) return;
    this.#entries.delete(id);
    this.#invalid = null;
    this.#files.lastGood?.forget(id);
    this.#files.events?.removed(id);
  }

  /** Keeps a copy of a file that was valid when it was last read, if it is unchanged. */
  #keepCopy(id: string): void {
    const { dir, lastGood } = this.#files;
    const entry = this.#entries.get(id);
    const path = activityPath(dir, id);
    if (!lastGood || entry?.problems !== null || lastGood.has(id, path)) return;
    try {
      const bytes = readActivityBytes(dir, id);
      if (signatureOf(path) === entry.signature) lastGood.keep(id, bytes, path);
    } catch {
      // The file is being changed; its new content is kept when it is read.
    }
  }
}

function asInvalid(dir: string, id: string, problems: readonly Problem[]): InvalidActivity {
  return { activityId: id, path: activityPath(dir, id), problems };
}

function realpathOr(dir: string): string {
  try {
    return realpathSync.native(dir);
  } catch {
    return dir;
  }
}
