import type { Activity } from '../../domain/activities/activity.ts';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import { LONGEST_LEAD_MS } from '../../domain/releases/decide-change.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { ReleaseCopy } from '../../domain/releases/release-copy.ts';
import type { FeedPage, ReleaseFeed, ReleaseKey } from '../../domain/releases/release-feed.ts';
import { type ServingChange, servedNumbersOf } from '../../domain/releases/serving.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { ReleasedActivities } from './released-activities.ts';
import { StoreClock } from './store-clock.ts';

export interface ReleaseReaderDependencies {
  readonly feed: ReleaseFeed;
  readonly released: ReleasedActivities;
  /** `null` where the store is a file of this machine. */
  readonly copy: ReleaseCopy | null;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly events: ConfigEvents;
  readonly errorReporter: ErrorReporter;
}

/** The latest change that was read. */
type Mark = Pick<ServingChange, 'version' | 'activityId' | 'at'>;

const BEFORE_ALL: Mark = { version: 0, activityId: '', at: 0 };

const LATEST_ONLY = Number.MAX_SAFE_INTEGER;

/* Findings are counted from 0. */
const UNREAD = -1;

/*
 * The texts of so many are read at once, each of at most 1 MiB. Visitors wait while they are decoded: 16 of 880 KB took
 * 200 ms. Before the start there are none.
 */
const CHANGES_AT_ONCE = { loading: 64, serving: 2 };

/* Visitors wait for a slice at most. */
const SLICE_MS = 4;

/** Reads releases from the record store, each time what is new. */
export class ReleaseReader {
  readonly #deps: ReleaseReaderDependencies;
  readonly #storeClock = new StoreClock();
  /** `null`: nothing was read yet. */
  #mark: Mark | null = null;
  #findings = UNREAD;
  readonly #unreadable = new Set<string>();
  #isServing = false;
  #isClosed = false;

  constructor(deps: ReleaseReaderDependencies) {
    this.#deps = deps;
  }

  /** Whether the store has answered. */
  get hasRead(): boolean {
    return this.#mark !== null;
  }

  /** Of the latest change that is known; 0: none yet. */
  get version(): number {
    return this.#mark?.version ?? 0;
  }

  /** How many activities have a release that this program cannot read. */
  get unreadable(): number {
    return this.#unreadable.size;
  }

  /** From now on, visitors are served meanwhile. */
  serve(): void {
    this.#isServing = true;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** @throws Error if the store does not answer */
  async read(): Promise<void> {
    if (this.#mark === null) await this.#readAll();
    // A page that was full may not have had all.
    else while (await this.#readPage(this.#mark));
  }

  /** @returns whether there may be more */
  async #readPage(mark: Mark): Promise<boolean> {
    const page = await this.#page(mark.version);
    // If something else stands there now, the store was restored, or is not the same.
    if (!hasMark(page, mark)) {
      this.#deps.errorReporter.report(
        'the record store has gone back: its releases are served',
        new Error(`version ${page.latest} after ${mark.version}`),
      );
      await this.#readAll();
      return false;
    }
    const { changes, latest } = page;
    await this.#take(changes);
    const last = changes.at(-1) ?? mark;
    this.#mark = last;
    await this.#note(page);
    return changes.length > 0 && last.version < latest;
  }

  async #readAll(): Promise<void> {
    const { feed, released } = this.#deps;
    const page = await this.#page(LATEST_ONLY);
    const changes = await feed.current();
    const isFirst = !released.isLoaded;
    if (isFirst) await this.#inForce(changes);
    else released.distrust();
    this.#unreadable.clear();
    await this.#take(changes);
    this.#mark = changes.reduce<Mark>(
      (last, each) => (each.version > last.version ? each : last),
      BEFORE_ALL,
    );
    this.#findings = UNREAD;
    if (page.findings > 0) this.#complete(changes);
    // What came meanwhile takes force in its time: only with that is it known what to serve.
    if (isFirst) await this.read();
    else await this.#note(page);
  }

  /* Other processes still serve what was before: who comes from here to them must not go back. */
  async #inForce(changes: readonly ServingChange[]): Promise<void> {
    const latest = changes.reduce((most, { inForceAt }) => Math.max(most, inForceAt), 0);
    await this.#waitUntil(latest);
  }

  /** @param at by the clock of the store */
  async #waitUntil(at: number): Promise<void> {
    const { clock, released, timer } = this.#deps;
    const waitMs = at - (clock.now() + released.clockOffsetMs);
    if (waitMs > 0) await timer.sleep(Math.min(waitMs, LONGEST_LEAD_MS));
  }

  async #page(version: number): Promise<FeedPage> {
    const { feed, clock, released } = this.#deps;
    const before = clock.now();
    const page = await feed.since(version);
    if (page.now !== null) this.#storeClock.observe(page.now, before, clock.now());
    released.clockOffsetMs = this.#storeClock.offsetMs;
    return page;
  }

  /* Before a publisher has looked for the first time, it is not known what there is. */
  async #note({ findings, latest }: FeedPage): Promise<void> {
    const { feed, released } = this.#deps;
    if (findings > 0 && !released.isComplete) this.#complete(await feed.current());
    if (latest > 0 || findings > 0) released.loaded();
    if (findings === this.#findings) return;
    released.found(await feed.findings());
    this.#findings = findings;
  }

  #complete(current: readonly ServingChange[]): void {
    const ids = new Set(current.map(({ activityId }) => activityId));
    this.#deps.released.completed(ids);
    this.#deps.copy?.keepOnly(ids);
  }

  async #take(changes: readonly ServingChange[]): Promise<void> {
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
    const { activityId, serving } = change;
    const taken = released.take(change, releases, (no) => known.get(keyOf(activityId, no)));
    if (taken.kind === 'old') return;
    if (taken.kind === 'unreadable') {
      this.#unreadable.add(activityId);
      const [problem] = taken.problems;
      const why = problem ? `${problem.code} ${problem.path}` : 'no text';
      errorReporter.report(
        'this program cannot read a release: the one before is served',
        new Error(`${activityId} release ${serving.no}: ${why}`),
      );
      return;
    }
    this.#unreadable.delete(activityId);
    copy?.keep(change, [...releases.values()]);
    if (this.#isServing) void this.#report(change);
  }

  /* When it takes force: until then, what was before is served. */
  async #report({ activityId, action, serving, inForceAt }: ServingChange): Promise<void> {
    const { events } = this.#deps;
    if (action === 'pause' || action === 'resume') {
      events.switched(activityId, serving.isPaused);
      return;
    }
    await this.#waitUntil(inForceAt);
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

function hasMark({ mark, latest }: FeedPage, { version, activityId, at }: Mark): boolean {
  if (version === 0) return true;
  return latest >= version && mark?.activityId === activityId && mark.at === at;
}

function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
