import { LRUCache } from 'lru-cache';
import { SingleFlight } from '../../application/shared/single-flight.ts';
import type { MediaFile } from '../../domain/activities/media-library.ts';
import { OWN_PAGE_INDEX, type OwnPageLibrary, type OwnPages } from '../../domain/activities/own-pages.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { RecentMedia, type RecentMediaOptions } from './recent-media.ts';

/* Ids of activities, one entry each. */
const MOST_ACTIVITIES = 20_000;

/**
 * The pages of activities, and for each activity whether it brings one, as it was at most `ttlMs` ago: the address of an
 * activity is asked for by every visitor, and most have no page.
 */
export class RecentOwnPages implements OwnPages {
  readonly #library: OwnPageLibrary;
  readonly #files: RecentMedia;
  readonly #known: LRUCache<string, boolean>;
  readonly #asking = new SingleFlight<boolean>();

  constructor(library: OwnPageLibrary, options: RecentMediaOptions) {
    this.#library = library;
    this.#files = new RecentMedia(library, options);
    const { ttlMs, monotonic = performance } = options;
    this.#known = new LRUCache({ max: MOST_ACTIVITIES, ttl: ttlMs, ttlResolution: 0, perf: monotonic });
  }

  has(activityId: string): boolean | Promise<boolean> {
    return this.#known.get(activityId) ?? this.#asking.run(activityId, () => this.#ask(activityId));
  }

  find(activityId: string, path: string): ServedFile | Promise<ServedFile | MediaFile | undefined> {
    return this.#files.find(activityId, path);
  }

  async #ask(activityId: string): Promise<boolean> {
    const file = await this.#library.open(activityId, OWN_PAGE_INDEX);
    await file?.close();
    const has = file !== undefined;
    this.#known.set(activityId, has);
    return has;
  }
}
