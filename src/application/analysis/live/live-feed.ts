import type { LiveSources } from './live-sources.ts';
import type { LiveEvent, LiveView } from './live-view.ts';
import { WatchedActivity } from './watched-activity.ts';

export const POLL_MS = 1000;

/* A console that reconnects finds the pace of the last minutes. */
const KEPT_MS = 15_000;

/* More activities than these are watched by nobody; it bounds what a program with a token can cause. */
export const MOST_WATCHED = 200;

/** A console. Its methods do not throw. */
export interface LiveWatcher {
  /** The same object for all consoles of the activity. */
  state(view: LiveView): void;
  event(event: LiveEvent): void;
  /** There is no such activity. */
  gone(): void;
}

interface Watched {
  readonly activity: WatchedActivity;
  readonly watchers: Set<LiveWatcher>;
  readonly closing: AbortController;
  idleSince: number | null;
}

/** Sends consoles, once a second, what goes on in the activities that they watch. */
export class LiveFeed {
  readonly #deps: LiveSources;
  readonly #watched = new Map<string, Watched>();

  constructor(deps: LiveSources) {
    this.#deps = deps;
  }

  /** How many activities are asked for at present. */
  get activities(): number {
    return this.#watched.size;
  }

  /**
   * Begins with the events of the last time and the last state, where there are some.
   * @returns what ends it; `null`: too many activities are watched
   */
  watch(activityId: string, watcher: LiveWatcher): (() => void) | null {
    const known = this.#watched.get(activityId);
    if (!known && this.#watched.size >= MOST_WATCHED) return null;
    const watched = known ?? this.#begin(activityId);
    watched.watchers.add(watcher);
    watched.idleSince = null;
    for (const event of watched.activity.events) watcher.event(event);
    if (watched.activity.view) watcher.state(watched.activity.view);
    return () => {
      watched.watchers.delete(watcher);
      if (watched.watchers.size === 0) watched.idleSince = this.#deps.timer.elapsed();
    };
  }

  close(): void {
    for (const { closing } of this.#watched.values()) closing.abort();
    this.#watched.clear();
  }

  #begin(activityId: string): Watched {
    const activity = new WatchedActivity(activityId, this.#deps);
    const watched: Watched = {
      activity,
      watchers: new Set(),
      closing: new AbortController(),
      idleSince: null,
    };
    this.#watched.set(activityId, watched);
    void this.#follow(activityId, watched);
    return watched;
  }

  async #follow(activityId: string, watched: Watched): Promise<void> {
    const { timer } = this.#deps;
    const { signal } = watched.closing;
    while (!signal.aborted && !this.#isIdle(watched)) {
      const begunAt = timer.elapsed();
      await this.#poll(watched);
      if (watched.activity.isMissing) break;
      await timer.sleep(Math.max(0, POLL_MS - (timer.elapsed() - begunAt)), signal);
    }
    if (this.#watched.get(activityId) === watched) this.#watched.delete(activityId);
    if (watched.activity.isMissing) for (const watcher of watched.watchers) watcher.gone();
  }

  async #poll({ activity, watchers }: Watched): Promise<void> {
    const { view, events } = await activity.poll();
    for (const watcher of watchers) {
      for (const event of events) watcher.event(event);
      if (view) watcher.state(view);
    }
  }

  #isIdle({ idleSince }: Watched): boolean {
    return idleSince !== null && this.#deps.timer.elapsed() - idleSince >= KEPT_MS;
  }
}
