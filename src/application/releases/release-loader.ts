import type { Activity } from '../../domain/activities/activity.ts';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { ReleaseCopy } from '../../domain/releases/release-copy.ts';
import type { ReleaseFeed, ReleaseKey } from '../../domain/releases/release-feed.ts';
import { type ServingChange, servedNumbersOf } from '../../domain/releases/serving.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { ReleasedActivities } from './released-activities.ts';

export interface ReleaseLoaderDependencies {
  readonly feed: Pick<ReleaseFeed, 'releases'>;
  readonly released: ReleasedActivities;
  /** `null` where the store is a file of this machine. */
  readonly copy: ReleaseCopy | null;
  readonly timer: Timer;
  readonly events: ConfigEvents;
  readonly errorReporter: ErrorReporter;
}

/*
 * The texts of so many are read at once, each of at most 1 MiB. Visitors wait while they are decoded: 16 of 880 KB took
 * 200 ms. Before the start there are none.
 */
const CHANGES_AT_ONCE = { loading: 64, serving: 2 };

/* Visitors wait for a slice at most. */
const SLICE_MS = 4;

/** Loads the releases that changes name, for visitors to be served. */
export class ReleaseLoader {
  readonly #deps: ReleaseLoaderDependencies;
  readonly #unreadable = new Set<string>();
  #isServing = false;
  #isClosed = false;

  constructor(deps: ReleaseLoaderDependencies) {
    this.#deps = deps;
  }

  /** How many activities have a release that this program cannot read. */
  get unreadable(): number {
    return this.#unreadable.size;
  }

  /** From now on, visitors are served meanwhile. */
  serve(): void {
    this.#isServing = true;
  }

  /** Reports nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  /** The latest changes of all activities: what could not be read before does not count any more. */
  async loadAll(changes: readonly ServingChange[]): Promise<void> {
    this.#unreadable.clear();
    await this.load(changes);
  }

  /** @throws Error if the store does not answer */
  async load(changes: readonly ServingChange[]): Promise<void> {
    const { timer } = this.#deps;
    const atOnce = this.#isServing ? CHANGES_AT_ONCE.serving : CHANGES_AT_ONCE.loading;
    for (let from = 0; from < changes.length; from += atOnce) {
      const portion = changes.slice(from, from + atOnce);
      // Held from now on: a removal among the changes, or a visitor, may end a version that a later change serves again.
      const known = this.#knownOf(portion);
      const releases = await this.#releasesOf(portion, known);
      let sliceEnd = timer.elapsed() + SLICE_MS;
      for (const change of portion) {
        this.#takeOne(change, releases.get(change.activityId) ?? new Map(), known);
        if (timer.elapsed() < sliceEnd) continue;
        await turnOfLoop();
        sliceEnd = timer.elapsed() + SLICE_MS;
      }
    }
  }

  #takeOne(
    change: ServingChange,
    releases: ReadonlyMap<number, WholeRelease>,
    known: ReadonlyMap<string, Activity>,
  ): void {
    const { released, copy, errorReporter } = this.#deps;
    const { activityId } = change;
    const taken = released.take(change, releases, (no) => known.get(keyOf(activityId, no)));
    if (taken.kind === 'old') return;
    if (taken.kind === 'unreadable') {
      this.#unreadable.add(activityId);
      const [problem] = taken.problems;
      const why = problem ? `${problem.code} ${problem.path}` : 'no text';
      errorReporter.report(
        'this program cannot read a release: the one before is served',
        new Error(`${activityId} release ${taken.no}: ${why}`),
      );
      return;
    }
    this.#unreadable.delete(activityId);
    copy?.keep(change, [...releases.values()]);
    if (this.#isServing) void this.#report(change);
  }

  /* When it takes force: until then, what was before is served. */
  async #report({ activityId, action, serving, inForceAt }: ServingChange): Promise<void> {
    const { events, released, timer } = this.#deps;
    if (action === 'pause' || action === 'resume') {
      events.switched(activityId, serving.isPaused);
      return;
    }
    const waitMs = released.msUntil(inForceAt);
    if (waitMs > 0) await timer.sleep(waitMs);
    if (this.#isClosed) return;
    if (serving.isRemoved) events.removed(activityId);
    else events.loaded(activityId);
  }

  #knownOf(changes: readonly ServingChange[]): ReadonlyMap<string, Activity> {
    const known = new Map<string, Activity>();
    for (const { activityId, serving } of changes) {
      for (const no of servedNumbersOf(serving)) {
        const activity = this.#deps.released.known(activityId, no);
        if (activity) known.set(keyOf(activityId, no), activity);
      }
    }
    return known;
  }

  async #releasesOf(
    changes: readonly ServingChange[],
    known: ReadonlyMap<string, Activity>,
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, WholeRelease>>> {
    const keys = changes.flatMap(({ activityId, serving }): ReleaseKey[] =>
      servedNumbersOf(serving)
        .filter((no) => !known.has(keyOf(activityId, no)))
        .map((no) => ({ activityId, no })),
    );
    const found = new Map<string, Map<number, WholeRelease>>();
    for (const release of await this.#deps.feed.releases(keys)) {
      const { activityId, no } = release;
      found.set(activityId, (found.get(activityId) ?? new Map()).set(no, release));
    }
    return found;
  }
}

function keyOf(activityId: string, no: number): string {
  return `${no}/${activityId}`;
}

function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
