import { realpathSync } from 'node:fs';
import type { Activity, DetailSchemas } from '../../domain/activities/activity.ts';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import { ActivitiesWatch } from './activities-watch.ts';
import {
  activityPath,
  type FileReading,
  judge,
  listActivityIds,
  readActivityBytes,
  readActivityFile,
  signatureOf,
} from './activity-files.ts';
import type { LastGoodFiles } from './last-good-files.ts';

/*
 * A file is read when it has stood still for this long, so that what is written in place is not read half way; one
 * that never stands still is read all the same, now and then.
 */
const SETTLED_MS = 60;
const PATIENCE_MS = 800;

/* Ten thousand copies are not made before anybody is served, nor so many at once that a visitor would wait. */
const KEEP_FOR_MS = 2;
const KEEP_EVERY_MS = 50;

/* A folder that is being replaced is away for a moment. */
const SWEEPS_UNTIL_REMOVED = 2;

interface Entry {
  activity: Activity | undefined;
  problems: readonly Problem[] | null;
  /** Of the file as it was last judged; `null` if there was none. */
  signature: string | null;
  /** A change that has been seen and not been read yet. */
  pending: { signature: string | null; since: number; first: number } | null;
  sweepsMissing: number;
}

export interface ConfigFiles {
  /** `<dir>/<activity_id>/data.json` */
  readonly dir: string;
  readonly kinds: DetailSchemas;
  /** Where the last good versions are kept; without it they do not outlive the process. */
  readonly lastGood?: LastGoodFiles;
  readonly events?: ConfigEvents;
  /** The system has no watches left, so some changes are found by sweeps alone. Called once. */
  readonly onUnwatched?: (error: unknown) => void;
}

/**
 * The activities of a folder. All are read when it is opened; from then on, once it is told to `watch`, each that is
 * changed is read again, and only that. A file that is invalid, or that cannot be read, disturbs no other.
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

  /** Follows the files from now on. @returns stops */
  watch(): () => void {
    const watching = new ActivitiesWatch(this.#files.dir, {
      ids: () => this.#entries.keys(),
      look: (id) => this.#look(id),
      missing: (id) => this.#missing(id),
      unwatched: (error) => this.#files.onUnwatched?.(error),
      lookAgainAfterMs: SETTLED_MS,
    });
    const keeping = this.#keepAll();
    return () => {
      watching.close();
      clearInterval(keeping);
    };
  }

  #firstReading(id: string): Entry {
    const { dir, kinds, lastGood } = this.#files;
    const signature = signatureOf(activityPath(dir, id));
    const reading = readActivityFile(dir, id, kinds);
    const entry: Entry = { activity: undefined, problems: null, signature, pending: null, sweepsMissing: 0 };
    if (reading.ok) return { ...entry, activity: reading.activity };
    const bytes = lastGood?.load(id);
    const before = bytes && judge(id, bytes, kinds);
    return { ...entry, problems: reading.problems, activity: before?.ok ? before.activity : undefined };
  }

  /** Something may have happened to this activity. @returns whether it is to be looked at again soon */
  #look(id: string): boolean {
    const signature = signatureOf(activityPath(this.#files.dir, id));
    const entry = this.#entries.get(id) ?? (signature === null ? undefined : this.#newEntry(id));
    if (!entry) return false;
    entry.sweepsMissing = 0;
    if (signature === entry.signature && !entry.pending) return false;
    const now = performance.now();
    if (entry.pending?.signature !== signature) {
      entry.pending = { signature, since: now, first: entry.pending?.first ?? now };
    }
    const settled = now - entry.pending.since >= SETTLED_MS;
    if (!settled && now - entry.pending.first < PATIENCE_MS) return true;
    return !this.#read(id, entry, settled);
  }

  #newEntry(id: string): Entry {
    const entry = { activity: undefined, problems: null, signature: null, pending: null, sweepsMissing: 0 };
    this.#entries.set(id, entry);
    return entry;
  }

  /**
   * @param settled whether what is read is what the writer meant to be read
   * @returns whether what was read is taken
   */
  #read(id: string, entry: Entry, settled: boolean): boolean {
    const { dir, kinds } = this.#files;
    const path = activityPath(dir, id);
    const before = signatureOf(path);
    const reading = readActivityFile(dir, id, kinds);
    if (signatureOf(path) !== before || (!reading.ok && !settled)) {
      // Written while it was read, or not yet to the end.
      entry.pending = { signature: before, since: performance.now(), first: performance.now() };
      return false;
    }
    entry.pending = null;
    entry.signature = before;
    this.#take(id, entry, reading);
    return true;
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
    const same = JSON.stringify(entry.problems) === JSON.stringify(reading.problems);
    entry.problems = reading.problems;
    if (!same) events?.refused(asInvalid(realpathOr(dir), id, reading.problems));
  }

  /** A sweep of the folder did not find this activity's. */
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

  #keepAll(): NodeJS.Timeout {
    const ids = [...this.#entries.keys()];
    const keeping = setInterval(() => {
      const until = performance.now() + KEEP_FOR_MS;
      let id = ids.pop();
      for (; id !== undefined && performance.now() < until; id = ids.pop()) this.#keep(id);
      if (id === undefined) clearInterval(keeping);
      else ids.push(id);
    }, KEEP_EVERY_MS);
    return keeping.unref();
  }

  /** Keeps a copy of what was judged good when it was last read, if it is still that. */
  #keep(id: string): void {
    const { dir, lastGood } = this.#files;
    const entry = this.#entries.get(id);
    const path = activityPath(dir, id);
    if (!lastGood || entry?.problems !== null || lastGood.has(id, path)) return;
    try {
      const bytes = readActivityBytes(dir, id);
      if (signatureOf(path) === entry.signature) lastGood.keep(id, bytes, path);
    } catch {
      // It is being changed; what it is changed to is kept when it is read.
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
