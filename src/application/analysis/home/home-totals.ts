import { type DrawCounts, type DrawTotals, NO_DRAW_TOTALS } from '../../../domain/draws/draw-counts.ts';
import type { RecentDraws } from '../../../domain/draws/recent-draws.ts';
import type { Clock } from '../../../domain/shared/clock.ts';

/* Of thousands of activities, in which nothing happens most of the time. */
const ALL_EVERY_MS = 60_000;

/* Draws are archived within a second; a relay that was late is noticed when all are read again. */
const LATELY_MS = 5 * 60_000;

/* The event loop turns after each portion. */
const PORTION = 500;

export interface HomeTotalsDependencies {
  readonly draws: Pick<DrawCounts, 'totalsOf'> & Pick<RecentDraws, 'activitiesSince'>;
  readonly clock: Clock;
}

/** The sums of draws of all running activities: those in which something happened are read each time, all others each minute. */
export class HomeTotals {
  readonly #deps: HomeTotalsDependencies;
  readonly #totals = new Map<string, DrawTotals>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(deps: HomeTotalsDependencies) {
    this.#deps = deps;
  }

  /** Waits for all only the first time. @throws DependencyError if the store does not answer */
  async of(activityIds: readonly string[]): Promise<ReadonlyMap<string, DrawTotals>> {
    const { draws, clock } = this.#deps;
    const now = clock.now();
    const isFirst = !Number.isFinite(this.#readAt);
    if (now >= this.#readAt + ALL_EVERY_MS || now < this.#readAt) {
      this.#reading ??= this.#readAll(activityIds, now).finally(() => {
        this.#reading = null;
      });
      if (isFirst) await this.#reading;
      // What goes wrong shows in the next lines, too.
      else this.#reading.catch(() => {});
    }
    if (!isFirst) {
      const wanted = new Set(activityIds);
      const recent = await draws.activitiesSince(now - LATELY_MS);
      // An activity that has begun only now is not known yet.
      const fresh = activityIds.filter((id) => !this.#totals.has(id)).slice(0, PORTION);
      await this.#read([...new Set([...recent.filter((id) => wanted.has(id)), ...fresh])]);
    }
    return this.#totals;
  }

  async #readAll(activityIds: readonly string[], now: number): Promise<void> {
    await this.#read(activityIds);
    const wanted = new Set(activityIds);
    for (const id of this.#totals.keys()) if (!wanted.has(id)) this.#totals.delete(id);
    this.#readAt = now;
  }

  async #read(activityIds: readonly string[]): Promise<void> {
    for (let from = 0; from < activityIds.length; from += PORTION) {
      const portion = activityIds.slice(from, from + PORTION);
      const found = await this.#deps.draws.totalsOf(portion);
      for (const id of portion) this.#totals.set(id, found.get(id) ?? NO_DRAW_TOTALS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
