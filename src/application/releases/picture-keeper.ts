import type { PictureCopy } from '../../domain/releases/picture-copy.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { ReleasedActivities } from './released-activities.ts';

export interface PictureKeeperDependencies {
  readonly released: Pick<ReleasedActivities, 'changes' | 'isLoaded' | 'pictureHashes'>;
  readonly store: Pick<ReleasePictures, 'find'>;
  readonly copy: PictureCopy;
  readonly errorReporter: ErrorReporter;
}

const LOOK_EVERY_MS = 1000;

const AFTER_FAULT_MS = 5000;

/**
 * Keeps a copy of each picture that is served, also of those that nobody has asked for yet: this machine may start again while
 * the record store is away. It works beside the requests, one picture at a time, when releases have changed.
 */
export class PictureKeeper {
  readonly #deps: PictureKeeperDependencies;
  /** The changes up to which all is copied. */
  #copied = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(deps: PictureKeeperDependencies) {
    this.#deps = deps;
  }

  start(): void {
    this.#lookIn(LOOK_EVERY_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #lookIn(ms: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(async () => this.#lookIn(await this.#look()), ms);
    this.#timer.unref();
  }

  /** @returns when to look again, in milliseconds */
  async #look(): Promise<number> {
    const { released, errorReporter } = this.#deps;
    const { changes, isLoaded } = released;
    if (!isLoaded || changes === this.#copied) return LOOK_EVERY_MS;
    try {
      await this.#copyAll();
      this.#copied = changes;
      return LOOK_EVERY_MS;
    } catch (error) {
      errorReporter.report('pictures of releases cannot be copied now', error);
      return AFTER_FAULT_MS;
    }
  }

  /** @throws DependencyError if the store does not answer */
  async #copyAll(): Promise<void> {
    const { released, store, copy } = this.#deps;
    const hashes = released.pictureHashes();
    const copied = await copy.keepOnly(hashes);
    for (const hash of hashes) {
      if (this.#isClosed) return;
      if (copied.has(hash)) continue;
      const bytes = await store.find(hash);
      if (bytes) await copy.keep({ hash, bytes });
    }
  }
}
