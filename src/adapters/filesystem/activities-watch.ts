import { statSync } from 'node:fs';
import { listActivityIds } from './activity-files.ts';
import { FolderWatch } from './folder-watch.ts';

/*
 * The scan finds what no event told of. It goes through all activities in this time, and so few at a time that no
 * visitor has to wait for it.
 */
const SHORTEST_SCAN_MS = 1_000;
const SCAN_MS_PER_ACTIVITY = 1;
const AT_A_TIME = 32;

export interface Watched {
  /** Those that are known. */
  ids(): readonly string[];
  /** Something may have happened to it. */
  look(id: string): void;
  /** A scan did not find its folder. */
  missing(id: string): void;
}

/** Follows the folders of activities: by events of the file system for speed, by a scan for certainty. */
export class ActivitiesWatch {
  readonly #dir: string;
  readonly #watched: Watched;
  #watch: FolderWatch;
  #folder: string;
  #timer: NodeJS.Timeout | undefined;
  #seen = new Set<string>();

  constructor(dir: string, watched: Watched) {
    this.#dir = dir;
    this.#watched = watched;
    this.#folder = identityOf(dir);
    this.#watch = this.#open(watched.ids());
    this.#scan();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#watch.close();
  }

  #open(ids: readonly string[]): FolderWatch {
    const watch = new FolderWatch(this.#dir, {
      inside: (name) => this.#watched.look(name),
      entry: (name) => this.#onEntry(name),
    });
    this.#seen = new Set(ids);
    for (const id of ids) watch.add(id);
    return watch;
  }

  #onEntry(name: string | null): void {
    if (name === null || !this.#seen.has(name)) {
      // A new folder; or a link beside the activities, swapped by a ConfigMap, which all of them may lead through.
      this.#relist();
      return;
    }
    // Another folder may stand in its place.
    this.#watch.add(name);
    this.#watched.look(name);
  }

  /** Looks which folders there are, and into each. */
  #relist(): void {
    const ids = this.#list();
    for (const id of ids ?? []) this.#watched.look(id);
  }

  #list(): readonly string[] | null {
    let ids: readonly string[];
    try {
      ids = listActivityIds(this.#dir);
    } catch {
      return null;
    }
    // A folder that is not mounted is empty: that is no reason to end every activity.
    if (ids.length === 0) return null;
    const folder = identityOf(this.#dir);
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#watch.close();
      this.#watch = this.#open(ids);
    }
    const listed = new Set(ids);
    for (const id of ids) if (!this.#seen.has(id)) this.#watch.add(id);
    for (const id of this.#seen) if (!listed.has(id)) this.#watch.remove(id);
    this.#seen = listed;
    return ids;
  }

  #scan(): void {
    const ids = this.#list();
    if (ids !== null) {
      for (const id of this.#watched.ids()) if (!this.#seen.has(id)) this.#watched.missing(id);
    }
    const queue = [...(ids ?? [])];
    const steps = Math.max(1, Math.ceil(queue.length / AT_A_TIME));
    const pause = Math.max(SHORTEST_SCAN_MS, queue.length * SCAN_MS_PER_ACTIVITY) / steps;
    const step = () => {
      for (const id of queue.splice(0, AT_A_TIME)) this.#watched.look(id);
      this.#timer = setTimeout(queue.length > 0 ? step : () => this.#scan(), pause).unref();
    };
    step();
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
