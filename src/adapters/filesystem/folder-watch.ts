import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

export interface Told {
  /** Something happened to what is in this sub-folder. */
  inside(name: string): void;
  /** An entry of the folder itself came, went, or was replaced; `null`: the system does not say which. */
  entry(name: string | null): void;
  /** The system has no watches left, or none at all: some folders send no events. Called once. */
  refused(error: unknown): void;
}

/* A system that has no watches left is asked again now and then: its limit may have been raised. */
const ASK_AGAIN_AFTER_MS = 60_000;

/**
 * Watches a folder and each of its sub-folders that it is told of. One native watch a folder: for ten thousand of
 * them that is a tenth of a second and 18 MB, where a library that also reads what is inside took 3 s and 148 MB.
 */
export class FolderWatch {
  readonly #dir: string;
  readonly #told: Told;
  readonly #watchers = new Map<string, FSWatcher>();
  /** Those that may watch a folder that is no longer in its place. */
  readonly #stale = new Set<string>();
  #refusedUntil = 0;
  #hasToldOfRefusal = false;

  constructor(dir: string, told: Told) {
    this.#dir = dir;
    this.#told = told;
    this.watchRoot();
  }

  /** Whether the system refused a watch a short time ago. */
  get isIncomplete(): boolean {
    return performance.now() < this.#refusedUntil;
  }

  isWatching(name: string): boolean {
    return this.#watchers.has(name) && !this.#stale.has(name);
  }

  /** The sub-folders that are watched, in their place or not. */
  *names(): Iterable<string> {
    for (const name of this.#watchers.keys()) if (name !== THE_FOLDER_ITSELF) yield name;
  }

  /** Watches a sub-folder, anew if it was watched: another may stand in its place. */
  add(name: string): void {
    this.remove(name);
    this.#open(name, join(this.#dir, name), (inside) => {
      // The folder itself was moved or removed: the system names it by its own name.
      if (inside === name) this.#told.entry(name);
      else this.#told.inside(name);
    });
  }

  remove(name: string): void {
    this.#watchers.get(name)?.close();
    this.#watchers.delete(name);
    this.#stale.delete(name);
  }

  /** Another folder stands in the place of all: from now on none counts as watched until it is added again. */
  renew(): void {
    for (const name of this.names()) this.#stale.add(name);
    this.remove(THE_FOLDER_ITSELF);
    this.watchRoot();
  }

  /** Watches the folder itself, if it is not watched, be it that the system refused it so far. */
  watchRoot(): void {
    if (this.isWatching(THE_FOLDER_ITSELF)) return;
    this.#open(THE_FOLDER_ITSELF, this.#dir, (name) => this.#told.entry(name));
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(key: string, path: string, onEvent: (name: string | null) => void): void {
    if (this.isIncomplete) return;
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => onEvent(name));
      watcher.on('error', () => this.remove(key));
      this.#watchers.set(key, watcher);
    } catch (error) {
      // Otherwise it is gone in the meantime.
      if (isRefusal(error)) this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    this.#refusedUntil = performance.now() + ASK_AGAIN_AFTER_MS;
    if (!this.#hasToldOfRefusal) this.#told.refused(error);
    this.#hasToldOfRefusal = true;
  }
}

/* No name of a sub-folder. */
const THE_FOLDER_ITSELF = '';

/* Too many watches of a user; too many watchers of a user, or open files of a process; no memory; no such thing here. */
function isRefusal(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOSYS', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM'].includes(
    code,
  );
}
