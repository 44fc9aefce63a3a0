import {
  type ChangeMark,
  type FeedPage,
  hasMark,
  latestOf,
  type ReleaseFeed,
} from '../../domain/releases/release-feed.ts';
import type { ServingChange } from '../../domain/releases/serving.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { ReleaseLoader, type ReleaseLoaderDependencies } from './release-loader.ts';
import { StoreClock } from './store-clock.ts';

export interface ReleaseReaderDependencies extends ReleaseLoaderDependencies {
  readonly feed: ReleaseFeed;
  readonly clock: Clock;
}

const LATEST_ONLY = Number.MAX_SAFE_INTEGER;

/* Findings are counted from 0. */
const UNREAD = -1;

/** Reads releases from the record store, each time what is new. */
export class ReleaseReader {
  readonly #deps: ReleaseReaderDependencies;
  readonly #loader: ReleaseLoader;
  readonly #storeClock = new StoreClock();
  /** The latest change that was read; `null`: nothing was read yet. */
  #mark: ChangeMark | null = null;
  #findings = UNREAD;

  constructor(deps: ReleaseReaderDependencies) {
    this.#deps = deps;
    this.#loader = new ReleaseLoader(deps);
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
    return this.#loader.unreadable;
  }

  /** From now on, visitors are served meanwhile. */
  serve(): void {
    this.#loader.serve();
  }

  close(): void {
    this.#loader.close();
  }

  /** @throws Error if the store does not answer */
  async read(): Promise<void> {
    if (this.#mark === null) await this.#readAll();
    // A page that was full may not have had all.
    else while (await this.#readPage(this.#mark));
  }

  /** @returns whether there may be more */
  async #readPage(mark: ChangeMark): Promise<boolean> {
    const page = await this.#page(mark.version);
    if (!hasMark(page, mark)) {
      this.#deps.errorReporter.report(
        'the record store has gone back: its releases are served',
        new Error(`version ${page.latest} after ${mark.version}`),
      );
      await this.#readAll();
      return false;
    }
    const { changes, latest } = page;
    await this.#loader.load(changes);
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
    await this.#loader.loadAll(changes);
    this.#mark = latestOf(changes);
    this.#findings = UNREAD;
    if (page.findings > 0) this.#complete(changes);
    // What came meanwhile takes force in its time: only with that is it known what to serve.
    if (isFirst) await this.read();
    else await this.#note(page);
  }

  /* Other processes still serve what was before: who comes from here to them must not go back. */
  async #inForce(changes: readonly ServingChange[]): Promise<void> {
    const { released, timer } = this.#deps;
    const latest = changes.reduce((most, { inForceAt }) => Math.max(most, inForceAt), 0);
    const waitMs = released.msUntil(latest);
    if (waitMs > 0) await timer.sleep(waitMs);
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
}
