import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type {
  AccessChange,
  AccessCursor,
  AccessFeed,
  AccessPage,
} from '../../domain/visitors/access-feed.ts';
import type { KnownBlocks } from './known-blocks.ts';
import type { KnownEnds } from './known-ends.ts';
import type { KnownNamespaces } from './known-namespaces.ts';

const ASK_EVERY_MS = 500;
const LAST_RECORD_MS = 1000;

/*
 * All blocks and namespaces are read anew so often, beside their changes: a store that was restored from an old copy may lack
 * some, or have some again.
 */
const ANEW_EVERY_MS = 10 * 60_000;

export interface AccessFollowerDependencies {
  readonly feed: AccessFeed;
  readonly ends: KnownEnds;
  readonly blocks: KnownBlocks;
  readonly namespaces: KnownNamespaces;
  /** Ends that are older when a process starts are not read: no session and no token is as old. */
  readonly endsWithinMs: number;
  readonly timer: Timer;
  readonly errorReporter: ErrorReporter;
}

/** Keeps what this process knows of ended sessions, blocked users and namespaces up to date with the record store. */
export class AccessFollower {
  readonly #deps: AccessFollowerDependencies;
  readonly #closing = new AbortController();
  #cursor: AccessCursor = { ends: 0, others: 0 };
  #anewAt: number | null = null;
  #isFailing = false;
  #isRecordFailing = false;
  /** When the store was last read to its end; before, when the process began. */
  #readAt: number;
  #hasRead = false;

  constructor(deps: AccessFollowerDependencies) {
    this.#deps = deps;
    this.#readAt = deps.timer.elapsed();
  }

  /** Whether the store was read to its end since the process began. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  get secondsSinceRead(): number {
    return (this.#deps.timer.elapsed() - this.#readAt) / 1000;
  }

  /** Reads all, or as much as the store gives. It does not throw. */
  async look(): Promise<void> {
    const { timer, errorReporter } = this.#deps;
    try {
      await this.#read();
      this.#readAt = timer.elapsed();
      this.#hasRead = true;
      this.#isFailing = false;
    } catch (error) {
      // Once, and not every 500 ms. What is known holds on.
      if (!this.#isFailing)
        errorReporter.report('ended sessions and blocked users cannot be followed', error);
      this.#isFailing = true;
      return;
    }
    await this.#record();
  }

  /** From now on, every 500 ms. */
  start(): void {
    void this.#follow();
  }

  /** Records what was drawn just now, for 1 s at most: the process ends, and another one may be of other identities. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([this.#record(), this.#deps.timer.sleep(LAST_RECORD_MS)]);
  }

  /* By itself: where the store can be read and not be written, ends and blocks are known all the same. */
  async #record(): Promise<void> {
    const { namespaces, errorReporter } = this.#deps;
    try {
      await namespaces.record();
      this.#isRecordFailing = false;
    } catch (error) {
      if (!this.#isRecordFailing) {
        errorReporter.report('the identities of an activity are not recorded yet', error);
      }
      this.#isRecordFailing = true;
    }
  }

  async #follow(): Promise<void> {
    const { timer } = this.#deps;
    const { signal } = this.#closing;
    for (let pauseMs = ASK_EVERY_MS; ; ) {
      await timer.sleep(pauseMs, signal);
      if (signal.aborted) return;
      const begunAt = timer.elapsed();
      await this.look();
      pauseMs = Math.max(0, ASK_EVERY_MS - (timer.elapsed() - begunAt));
    }
  }

  async #read(): Promise<void> {
    const { feed, ends, blocks, endsWithinMs, timer } = this.#deps;
    if (this.#anewAt === null || timer.elapsed() - this.#anewAt >= ANEW_EVERY_MS)
      this.#beginAnew(this.#cursor.ends);
    for (;;) {
      const page = await feed.since(this.#cursor, endsWithinMs);
      if (page.latest < this.#cursor.ends) {
        ends.restored(page.latest);
        this.#beginAnew(0);
        continue;
      }
      for (const change of page.changes) this.#take(change);
      this.#cursor = cursorAfter(page, this.#cursor);
      if (page.hasMore) continue;
      ends.read(page.latest, page.sweptUpTo);
      blocks.read();
      return;
    }
  }

  #beginAnew(endsAfter: number): void {
    this.#cursor = { ends: endsAfter, others: 0 };
    this.#anewAt = this.#deps.timer.elapsed();
    this.#deps.blocks.begin();
  }

  #take(change: AccessChange): void {
    const { ends, blocks, namespaces } = this.#deps;
    if (change.kind === 'end') ends.take(change);
    else if (change.kind === 'block') blocks.take(change);
    else namespaces.take(change);
  }
}

function cursorAfter({ changes, hasMore, latest }: AccessPage, { ends }: AccessCursor): AccessCursor {
  if (!hasMore) return { ends: latest, others: latest };
  const last = changes.at(-1)?.no ?? 0;
  return { ends: Math.max(ends, last), others: last };
}
