import type { Activity } from '../../../domain/activities/activity.ts';
import { mostOf } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import {
  type ChangeMark,
  hasMark,
  latestOf,
  type ReleaseFeed,
} from '../../../domain/releases/release-feed.ts';
import type { Serving, ServingChange } from '../../../domain/releases/serving.ts';
import type { DrawsCapability } from '../../draws/draws-capability.ts';
import type { ReadableReleases } from '../../releases/activity-of-release.ts';
import { type ActivityFacts, activityFacts } from '../activities/activity-facts.ts';

/** A prize, as far as home looks at it. */
export interface IndexedPrize {
  readonly id: string;
  readonly name: string;
  /** Of the file; `null` without a limit. */
  readonly stock: number | null;
  readonly isCode: boolean;
  /** Whether it is freed over time, so that its pace says nothing. */
  readonly isReleased: boolean;
}

/** What home knows of a published activity, without its text: some hundred bytes. */
export interface IndexedActivity extends ActivityFacts {
  readonly activityId: string;
  readonly no: number;
  readonly isPaused: boolean;
  /** When everyone got this release, in milliseconds since the epoch. */
  readonly changedAt: number;
  readonly timezone: string | null;
  /** Whole cents; `null` without one. */
  readonly budget: number | null;
  readonly prizes: readonly IndexedPrize[];
}

export interface HomeIndexDependencies {
  readonly feed: Pick<ReleaseFeed, 'since' | 'current' | 'releases'>;
  readonly read: ReadableReleases['read'];
  /** The kinds that draw, by their names. */
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
}

/* Whose texts are in memory at a time. The event loop turns after each portion. */
const PORTION = 20;

/** All published activities, kept up to date by what has changed since it was asked last. */
export class HomeIndex {
  readonly #deps: HomeIndexDependencies;
  readonly #activities = new Map<string, IndexedActivity>();
  #mark: ChangeMark | null = null;
  #renewing: Promise<void> | null = null;

  constructor(deps: HomeIndexDependencies) {
    this.#deps = deps;
  }

  /** As they are in the store now. The first time it reads all texts. @throws DependencyError if the store is away */
  async all(): Promise<readonly IndexedActivity[]> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    await this.#renewing;
    return [...this.#activities.values()];
  }

  find(activityId: string): IndexedActivity | undefined {
    return this.#activities.get(activityId);
  }

  async #renew(): Promise<void> {
    if (this.#mark === null) return this.#readAll();
    for (;;) {
      const mark: ChangeMark = this.#mark;
      const page = await this.#deps.feed.since(mark.version);
      if (!hasMark(page, mark)) {
        // A store that was restored: the same number may be another text.
        this.#mark = null;
        return this.#readAll();
      }
      await this.#take(latestOfEach(page.changes));
      const last = page.changes.at(-1);
      if (last) this.#mark = last;
      // A page that was full may not have had all.
      if (!last || last.version >= page.latest) return;
    }
  }

  async #readAll(): Promise<void> {
    const changes = await this.#deps.feed.current();
    await this.#take(changes);
    const ids = new Set(changes.map(({ activityId }) => activityId));
    for (const id of this.#activities.keys()) if (!ids.has(id)) this.#activities.delete(id);
    this.#mark = latestOf(changes);
  }

  async #take(changes: readonly ServingChange[]): Promise<void> {
    for (let from = 0; from < changes.length; from += PORTION) {
      await this.#takePortion(changes.slice(from, from + PORTION));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #takePortion(changes: readonly ServingChange[]): Promise<void> {
    const wanted = changes.filter(({ activityId, serving }) => !this.#has(activityId, serving));
    const keys = wanted.map(({ activityId, serving }) => ({ activityId, no: serving.no }));
    const found = keys.length === 0 ? [] : await this.#deps.feed.releases(keys);
    const releases = new Map(found.map((release) => [release.activityId, release]));
    for (const { activityId, at, serving } of changes) {
      const known = this.#activities.get(activityId);
      const release = releases.get(activityId);
      if (serving.isRemoved) this.#activities.delete(activityId);
      else if (release) this.#put(release, at, serving);
      else if (known) this.#activities.set(activityId, { ...known, isPaused: serving.isPaused });
    }
  }

  #has(activityId: string, { no, isRemoved }: Serving): boolean {
    return isRemoved || (this.#mark !== null && this.#activities.get(activityId)?.no === no);
  }

  #put(release: WholeRelease, changedAt: number, { isPaused }: Serving): void {
    const { activityId, no, pictures, content } = release;
    const reading = this.#deps.read(release);
    const details = reading.ok ? this.#detailsOf(reading.activity) : null;
    this.#activities.set(activityId, {
      ...activityFacts(reading, pictures, content),
      ...{ activityId, no, isPaused, changedAt },
      timezone: details?.rules.timezone ?? null,
      budget: details && prizeTable(details).budget,
      prizes: details ? prizesOf(details) : [],
    });
  }

  #detailsOf(activity: Activity): DrawDetails | null {
    return this.#deps.capabilities.get(activity.dispatch)?.detailsOf(activity) ?? null;
  }
}

function prizesOf({ prizes, rules }: DrawDetails): readonly IndexedPrize[] {
  return prizes.flatMap(({ id, name }) => {
    const rule = rules.prizes[id];
    if (!rule) return [];
    const { delivery, release } = rule;
    return [
      { id, name, stock: mostOf(rule), isCode: delivery.by === 'code', isReleased: release !== undefined },
    ];
  });
}

function latestOfEach(changes: readonly ServingChange[]): readonly ServingChange[] {
  return [...new Map(changes.map((change) => [change.activityId, change])).values()];
}
