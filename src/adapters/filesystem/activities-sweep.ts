import { statSync } from 'node:fs';
import { scanActivityIds } from './activity-folders.ts';

/*
 * One sweep goes through all activities in this time, a few at each step. Where the system has no watches left, changes
 * are found by sweeps alone, and must be served within two seconds.
 */
const MIN_SWEEP_MS = 1_000;
const SWEEP_MS_PER_ACTIVITY = 1;
const SWEEP_MS_PER_ACTIVITY_UNWATCHED = 0.12;
const ACTIVITIES_PER_STEP = 32;

/* Several links that are replaced one after another cause one sweep. */
const SWEEP_SOON_MS = 100;

export interface SweepHandlers {
  /** An activity is to be examined. */
  visit(id: string): void;
  /** All ids that a regular sweep listed, before they are visited. Never empty. */
  listed(ids: ReadonlySet<string>): void;
  /** Another folder is at the path of the activities. */
  replaced(): void;
  /** Whether some folders have no watch. */
  isUnwatched(): boolean;
}

/** Lists the folder of activities again and again, and visits each: regularly in steps, and all at once on demand. */
export class ActivitiesSweep {
  readonly #dir: string;
  readonly #handlers: SweepHandlers;
  #identity: string;
  #timer: NodeJS.Timeout | undefined;
  #soonTimer: NodeJS.Timeout | undefined;
  #isVisitingAll = false;
  #isClosed = false;

  constructor(dir: string, handlers: SweepHandlers) {
    this.#dir = dir;
    this.#handlers = handlers;
    this.#identity = identityOf(dir);
    this.#sweepAfter(MIN_SWEEP_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#soonTimer);
  }

  /** Whether another folder is at the path since the last sweep. */
  isReplaced(): boolean {
    return identityOf(this.#dir) !== this.#identity;
  }

  /** Visits all activities soon. A second call while the first waits has no effect. */
  visitAllSoon(): void {
    this.#soonTimer ??= setTimeout(() => void this.#visitAll(), SWEEP_SOON_MS).unref();
  }

  async #visitAll(): Promise<void> {
    if (this.#isVisitingAll) {
      this.#soonTimer?.refresh();
      return;
    }
    this.#soonTimer = undefined;
    this.#isVisitingAll = true;
    const ids = await this.#list();
    this.#isVisitingAll = false;
    if (!this.#isClosed) for (const id of ids) this.#handlers.visit(id);
  }

  #sweepAfter(pauseMs: number): void {
    this.#timer = setTimeout(() => void this.#sweep(), pauseMs).unref();
  }

  async #sweep(): Promise<void> {
    const ids = await this.#list();
    if (this.#isClosed) return;
    if (ids.length > 0) this.#handlers.listed(new Set(ids));
    const msPerActivity = this.#handlers.isUnwatched()
      ? SWEEP_MS_PER_ACTIVITY_UNWATCHED
      : SWEEP_MS_PER_ACTIVITY;
    const steps = Math.max(1, Math.ceil(ids.length / ACTIVITIES_PER_STEP));
    const pauseMs = Math.max(MIN_SWEEP_MS, ids.length * msPerActivity) / steps;
    let next = 0;
    const step = () => {
      for (const id of ids.slice(next, next + ACTIVITIES_PER_STEP)) this.#handlers.visit(id);
      next += ACTIVITIES_PER_STEP;
      if (next < ids.length) this.#timer = setTimeout(step, pauseMs).unref();
      else this.#sweepAfter(pauseMs);
    };
    step();
  }

  /* Empty also where the folder cannot be listed: a folder that is not mounted must not end every activity. */
  async #list(): Promise<readonly string[]> {
    const identity = identityOf(this.#dir);
    const ids = await scanActivityIds(this.#dir).catch(() => []);
    if (ids.length === 0 || this.#isClosed) return [];
    if (identity !== this.#identity) {
      this.#identity = identity;
      this.#handlers.replaced();
    }
    return ids;
  }
}

/* Changes when another folder is at the path, or behind a link. */
function identityOf(dir: string): string {
  try {
    const { dev, ino } = statSync(dir);
    return `${dev}-${ino}`;
  } catch {
    return '';
  }
}
