import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import { ActivitiesSweep } from './activities-sweep.ts';
import { hasActivityFolder } from './activity-folders.ts';
import { FolderWatch } from './folder-watch.ts';
import { SliceQueue } from './slice-queue.ts';

/* How often the folder itself and the number of events are checked. */
const CHECK_INTERVAL_MS = 500;

/* Linux drops events when 16,384 are waiting, and Node does not report it. */
const EVENTS_THAT_MAY_BE_INCOMPLETE = 8_192;

export interface Watched {
  /** The ids that are known. */
  ids(): Iterable<string>;
  /** The activity may have changed. @returns whether to examine it again soon, because it may still be written */
  examine(id: string): boolean;
  /** Whether the activity's text names pictures, so that their folder is watched too. */
  namesPictures(id: string): boolean;
  /** A sweep did not find its folder. */
  missing(id: string): void;
  /** The system has no watches left: from now on some changes are found by sweeps alone. Called once. */
  unwatched(error: unknown): void;
  readonly examineAgainAfterMs: number;
}

/**
 * Follows the folders of activities: by events of the file system, which are fast, and by sweeps, which miss nothing.
 * Both only name activities; one queue examines them in slices, so that many changes do not block the event loop.
 */
export class ActivitiesWatch {
  readonly #dir: string;
  readonly #watched: Watched;
  readonly #queue: SliceQueue;
  readonly #watch: FolderWatch;
  readonly #sweep: ActivitiesSweep;
  readonly #check: NodeJS.Timeout;
  /** Those that the last sweep did not find. */
  readonly #gone = new Set<string>();
  #eventsSinceCheck = 0;

  constructor(dir: string, watched: Watched) {
    this.#dir = dir;
    this.#watched = watched;
    this.#queue = new SliceQueue({
      run: (name) => this.#examine(name),
      againAfterMs: watched.examineAgainAfterMs,
    });
    this.#sweep = new ActivitiesSweep(dir, {
      visit: (id) => this.#queue.add(id),
      listed: (ids) => this.#findGone(ids),
      replaced: () => this.#watch.renew(),
      isUnwatched: () => this.#watch.isIncomplete,
    });
    this.#watch = new FolderWatch(dir, {
      inside: (path, entry) => this.#onInside(path, entry),
      entry: (path) => this.#onEntry(path),
      refused: (error) => watched.unwatched(error),
    });
    for (const id of watched.ids()) this.#queue.add(id);
    this.#check = setInterval(() => this.#checkRoot(), CHECK_INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.#check);
    this.#sweep.close();
    this.#queue.close();
    this.#watch.close();
  }

  #onEvent(name: string): void {
    this.#eventsSinceCheck += 1;
    this.#queue.add(name);
  }

  #onInside(path: string, entry: string | null): void {
    const name = idOf(path);
    // The folder of pictures may have been replaced by another one, or what a link to it leads to.
    if (path === name && entry !== TEXT) this.#watch.remove(mediaOf(name));
    this.#onEvent(name);
  }

  #onEntry(path: string | null): void {
    if (path === null) {
      this.#sweep.visitAllSoon();
      return;
    }
    // The folder may have been replaced by another one.
    this.#unwatch(path);
    this.#onEvent(idOf(path));
  }

  /** @param path of a folder with what is in it */
  #unwatch(path: string): void {
    this.#watch.remove(path);
    this.#watch.remove(mediaOf(path));
  }

  /** Examines one entry of the folder, of any type. @returns whether to examine it again soon */
  #examine(name: string): boolean {
    if (!activityIdPattern.test(name)) {
      // All activities may be reached through a link beside them, which a ConfigMap replaces.
      if (isLink(join(this.#dir, name))) this.#sweep.visitAllSoon();
      return false;
    }
    if (this.#gone.delete(name)) {
      this.#unwatch(name);
      if (!hasActivityFolder(this.#dir, name)) {
        this.#watched.missing(name);
        return false;
      }
    }
    this.#watchFolder(name);
    this.#watchPictures(name);
    const isUnsettled = this.#watched.examine(name);
    // Its text may have been read just now. What changed before there was a watch is found by another look.
    return this.#watchPictures(name) || isUnsettled;
  }

  /** @returns whether they are watched from now on */
  #watchPictures(name: string): boolean {
    if (this.#watched.namesPictures(name)) return this.#watchFolder(mediaOf(name));
    this.#watch.remove(mediaOf(name));
    return false;
  }

  /** @returns whether the folder is watched from now on */
  #watchFolder(path: string): boolean {
    if (this.#watch.isWatching(path) || this.#watch.isIncomplete) return false;
    if (!hasActivityFolder(this.#dir, path)) return false;
    this.#watch.add(path);
    return this.#watch.isWatching(path);
  }

  #checkRoot(): void {
    const hasLostEvents = this.#eventsSinceCheck >= EVENTS_THAT_MAY_BE_INCOMPLETE;
    this.#eventsSinceCheck = 0;
    if (hasLostEvents) this.#watch.renew();
    else this.#watch.watchRoot();
    if (hasLostEvents || this.#sweep.isReplaced()) this.#sweep.visitAllSoon();
  }

  #findGone(listed: ReadonlySet<string>): void {
    for (const paths of [this.#watched.ids(), this.#watch.paths()]) {
      for (const path of paths) {
        const name = idOf(path);
        if (listed.has(name)) continue;
        this.#gone.add(name);
        this.#queue.add(name);
      }
    }
  }
}

const TEXT = 'data.json';

function mediaOf(id: string): string {
  return `${id}/media`;
}

/** The activity to which a watched folder belongs. */
function idOf(path: string): string {
  return path.split('/', 1)[0] ?? path;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}
