import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import { hasActivityFolder, scanActivityIds } from './activity-files.ts';
import { FolderWatch } from './folder-watch.ts';
import { SliceQueue } from './slice-queue.ts';

/*
 * A sweep finds what no event reported. It goes through all activities in this time, a few at a step. Where the
 * system has no watches left it is all there is, and must keep the promise of two seconds by itself.
 */
const SHORTEST_SWEEP_MS = 1_000;
const SWEEP_MS_PER_ACTIVITY = 1;
const SWEEP_MS_PER_ACTIVITY_UNWATCHED = 0.12;
const AT_A_STEP = 32;

/* How often it is asked whether another folder stands in the place of all, and whether events may have been lost. */
const CHECK_EVERY_MS = 500;

/* Linux drops events beyond 16,384 that wait, and Node does not pass on that it did. */
const EVENTS_THAT_MAY_HAVE_LOST_OTHERS = 8_192;

/* Several links that are swapped one after another are followed together. */
const SWEEP_SOON_MS = 100;

export interface Watched {
  /** Those that are known. */
  ids(): Iterable<string>;
  /** Something may have happened to it. @returns whether to look again soon, since it may still be written */
  look(id: string): boolean;
  /** A sweep did not find its folder. */
  missing(id: string): void;
  /** The system has no watches left: from now on some changes are found by sweeps alone. Called once. */
  unwatched(error: unknown): void;
  readonly lookAgainAfterMs: number;
}

/**
 * Follows the folders of activities: by events of the file system for speed, by sweeps for certainty. Both only name
 * what is to be looked at; one queue does that in slices, so that no number of changes holds up a visitor.
 */
export class ActivitiesWatch {
  readonly #dir: string;
  readonly #watched: Watched;
  readonly #queue: SliceQueue;
  readonly #watch: FolderWatch;
  readonly #check: NodeJS.Timeout;
  /** Those that the last sweep did not find. */
  readonly #gone = new Set<string>();
  #identity: string;
  #eventsSinceCheck = 0;
  #sweepTimer: NodeJS.Timeout | undefined;
  #soonTimer: NodeJS.Timeout | undefined;
  #isSweepingAll = false;
  #isClosed = false;

  constructor(dir: string, watched: Watched) {
    this.#dir = dir;
    this.#watched = watched;
    this.#queue = new SliceQueue({
      run: (name) => this.#examine(name),
      againAfterMs: watched.lookAgainAfterMs,
    });
    this.#identity = identityOf(dir);
    this.#watch = new FolderWatch(dir, {
      inside: (name) => this.#onEvent(name),
      entry: (name) => this.#onEntry(name),
      refused: (error) => watched.unwatched(error),
    });
    for (const id of watched.ids()) this.#queue.add(id);
    this.#check = setInterval(() => this.#checkRoot(), CHECK_EVERY_MS).unref();
    this.#sweepAfter(SHORTEST_SWEEP_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#check);
    clearTimeout(this.#sweepTimer);
    clearTimeout(this.#soonTimer);
    this.#queue.close();
    this.#watch.close();
  }

  #onEvent(name: string): void {
    this.#eventsSinceCheck += 1;
    this.#queue.add(name);
  }

  #onEntry(name: string | null): void {
    if (name === null) {
      this.#sweepSoon();
      return;
    }
    // Another folder may stand in its place.
    this.#watch.remove(name);
    this.#onEvent(name);
  }

  /** Looks at one entry of the folder, whatever it is. @returns whether to look again soon */
  #examine(name: string): boolean {
    if (!activityIdPattern.test(name)) {
      // All activities may lead through a link beside them, which a ConfigMap swaps.
      if (isLink(join(this.#dir, name))) this.#sweepSoon();
      return false;
    }
    if (this.#gone.delete(name)) {
      this.#watch.remove(name);
      if (!hasActivityFolder(this.#dir, name)) {
        this.#watched.missing(name);
        return false;
      }
    }
    this.#watchFolder(name);
    return this.#watched.look(name);
  }

  #watchFolder(name: string): void {
    if (this.#watch.isWatching(name) || this.#watch.isIncomplete) return;
    if (hasActivityFolder(this.#dir, name)) this.#watch.add(name);
  }

  #checkRoot(): void {
    const hasLostEvents = this.#eventsSinceCheck >= EVENTS_THAT_MAY_HAVE_LOST_OTHERS;
    this.#eventsSinceCheck = 0;
    if (hasLostEvents) this.#watch.renew();
    else this.#watch.watchRoot();
    if (hasLostEvents || identityOf(this.#dir) !== this.#identity) this.#sweepSoon();
  }

  /** Looks at everything at once; a second call while the first waits adds nothing. */
  #sweepSoon(): void {
    this.#soonTimer ??= setTimeout(() => void this.#sweepAll(), SWEEP_SOON_MS).unref();
  }

  async #sweepAll(): Promise<void> {
    if (!this.#isSweepingAll) {
      this.#soonTimer = undefined;
      this.#isSweepingAll = true;
      const ids = await this.#list();
      this.#isSweepingAll = false;
      if (!this.#isClosed) for (const id of ids ?? []) this.#queue.add(id);
    } else this.#soonTimer?.refresh();
  }

  #sweepAfter(pauseMs: number): void {
    this.#sweepTimer = setTimeout(() => void this.#sweep(), pauseMs).unref();
  }

  async #sweep(): Promise<void> {
    const ids = (await this.#list()) ?? [];
    if (this.#isClosed) return;
    if (ids.length > 0) this.#findGone(new Set(ids));
    const perActivity = this.#watch.isIncomplete ? SWEEP_MS_PER_ACTIVITY_UNWATCHED : SWEEP_MS_PER_ACTIVITY;
    const steps = Math.max(1, Math.ceil(ids.length / AT_A_STEP));
    const pause = Math.max(SHORTEST_SWEEP_MS, ids.length * perActivity) / steps;
    let next = 0;
    const step = () => {
      for (const id of ids.slice(next, next + AT_A_STEP)) this.#queue.add(id);
      next += AT_A_STEP;
      if (next < ids.length) this.#sweepTimer = setTimeout(step, pause).unref();
      else this.#sweepAfter(pause);
    };
    step();
  }

  /** The ids of the folders there are; `null` if there are none, or that cannot be said. */
  async #list(): Promise<readonly string[] | null> {
    const identity = identityOf(this.#dir);
    const ids = await scanActivityIds(this.#dir).catch(() => []);
    // A folder that is not mounted is empty: that is no reason to end every activity.
    if (ids.length === 0 || this.#isClosed) return null;
    if (identity !== this.#identity) {
      this.#identity = identity;
      this.#watch.renew();
    }
    return ids;
  }

  #findGone(listed: ReadonlySet<string>): void {
    for (const names of [this.#watched.ids(), this.#watch.names()]) {
      for (const name of names) {
        if (listed.has(name)) continue;
        this.#gone.add(name);
        this.#queue.add(name);
      }
    }
  }
}

/* Another folder in its place, or another behind the link, has another. */
function identityOf(dir: string): string {
  try {
    const { dev, ino } = statSync(dir);
    return `${dev}-${ino}`;
  } catch {
    return '';
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}
