import { LRUCache } from 'lru-cache';
import { Bulkhead } from '../../application/shared/bulkhead.ts';
import { SingleFlight } from '../../application/shared/single-flight.ts';
import type { MediaFile } from '../../domain/activities/media-library.ts';
import { OWN_PAGE_INDEX, type OwnPageLibrary, type OwnPages } from '../../domain/activities/own-pages.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { RecentMedia, type RecentMediaOptions } from './recent-media.ts';

/* Ids of activities, one entry each. */
const MOST_ACTIVITIES = 20_000;

/*
 * A look takes less than a millisecond. On a disk that hangs, each look holds one of Node's four threads until it ends. Files
 * that are read have no such limit.
 */
const LOOKS = { atOnce: 2, waiting: 500, deadlineMs: 250 };

/* An activity that nobody has visited for so long is looked at before the answer: its page may have come, or gone. */
const OLDEST_MS = 10_000;

export interface RecentOwnPagesOptions extends RecentMediaOptions {
  readonly errorReporter: ErrorReporter;
}

interface Known {
  readonly has: boolean;
  /** By the monotonic clock. */
  readonly lookedAt: number;
}

/**
 * The pages of activities, and for each activity whether it brings one. Every visitor asks for the address of an activity, and
 * most activities have no page of their own: an answer that is older than `ttlMs` is still given for some seconds, and the disk
 * is looked at behind the request. Other looks are waited for, for at most 250 ms.
 */
export class RecentOwnPages implements OwnPages {
  readonly #library: OwnPageLibrary;
  readonly #files: RecentMedia;
  readonly #ttlMs: number;
  readonly #monotonic: { now(): number };
  readonly #errorReporter: ErrorReporter;
  readonly #known = new LRUCache<string, Known>({ max: MOST_ACTIVITIES });
  readonly #looks = new SingleFlight<boolean>();
  readonly #bulkhead = new Bulkhead(LOOKS);

  constructor(library: OwnPageLibrary, options: RecentOwnPagesOptions) {
    this.#library = library;
    this.#files = new RecentMedia(library, options);
    this.#ttlMs = options.ttlMs;
    this.#monotonic = options.monotonic ?? performance;
    this.#errorReporter = options.errorReporter;
  }

  has(activityId: string): boolean | Promise<boolean> {
    const known = this.#known.get(activityId);
    const age = known ? this.#monotonic.now() - known.lookedAt : Number.POSITIVE_INFINITY;
    if (known && age < this.#ttlMs) return known.has;
    const look = this.#looks.run(activityId, () => this.#look(activityId));
    return known && age < OLDEST_MS ? known.has : look;
  }

  find(activityId: string, path: string): ServedFile | Promise<ServedFile | MediaFile | undefined> {
    return this.#files.find(activityId, path);
  }

  /* Rejects never: without an answer of the disk, the last answer stays. */
  async #look(activityId: string): Promise<boolean> {
    try {
      return await this.#bulkhead.run(() => this.#ask(activityId));
    } catch (error) {
      this.#errorReporter.report('the folder of activities does not answer', error, { activityId });
      return this.#keep(activityId, this.#known.peek(activityId)?.has ?? false);
    }
  }

  /* An answer that comes after the deadline is kept too. */
  async #ask(activityId: string): Promise<boolean> {
    const file = await this.#library.open(activityId, OWN_PAGE_INDEX);
    await file?.close();
    return this.#keep(activityId, file !== undefined);
  }

  #keep(activityId: string, has: boolean): boolean {
    this.#known.set(activityId, { has, lookedAt: this.#monotonic.now() });
    return has;
  }
}
