import { RELAY_LEASE_MS, type RelayNotes } from '../../domain/deliveries/relay-status.ts';
import type { DrawNews } from '../../domain/draws/draw-news.ts';
import type { Lease } from '../../domain/shared/lease.ts';
import { endedWithin } from '../shared/ended-within.ts';
import { ActivityRelay, type ActivityRelayDependencies } from './activity-relay.ts';
import { RelayPauses } from './relay-pauses.ts';

export interface RelayDependencies extends ActivityRelayDependencies {
  readonly news: DrawNews;
  readonly lease: Lease;
  readonly notes: RelayNotes;
  /** Names this process among those that may relay. */
  readonly holder: string;
  /**
   * Whether the record store is the one of this ledger.
   * @throws Error if it cannot be known now
   */
  mayWrite(): Promise<boolean>;
  /** From 0 to 1. */
  random(): number;
}

const TICK_MS = 2000;

/* How long an entry waits at most that no news reported. */
const SWEEP_MS = 30_000;

const ACTIVITIES_AT_A_TIME = 6;

/* A query that is under way may take 35 s, and the process has 9.8 s to end. */
const CLOSE_MS = 3000;

/** For as long as this relay keeps the lease. What it remembers of the archive is true no longer. */
interface Term {
  readonly fence: number;
  readonly activities: ActivityRelay;
}

/**
 * Follows the logs of draws and moves them to the record store. News says where there is something to move, and a sweep
 * finds what no news reported. One relay is at work at a time, by a lease; that two never move one entry twice is by the
 * cursor alone.
 */
export class Relay {
  readonly #deps: RelayDependencies;
  readonly #pending = new Set<string>();
  readonly #upkeep = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #pauses = new RelayPauses(
    (ms) => this.#jittered(ms),
    () => this.#work(),
  );
  /* By activity: since when something is known to wait. */
  readonly #behindSince = new Map<string, number>();
  #stopListening = () => {};
  #tickTimer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  #term: Term | null = null;
  #isClosed = false;
  #sweepAt = Number.NEGATIVE_INFINITY;
  #noted: number | null | undefined;

  constructor(deps: RelayDependencies) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopListening = this.#deps.news.listen((ids) => {
      if (!this.#term) return;
      for (const id of ids) this.#behind(id, this.#deps.clock.now());
      for (const id of ids) this.#pending.add(id);
      this.#work();
    });
    this.#tick();
  }

  /** Ends after the batches that are under way, and after 3 s at most. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    clearTimeout(this.#tickTimer);
    this.#pauses.clear();
    await endedWithin(CLOSE_MS, this.#end());
  }

  async #end(): Promise<void> {
    await this.#ticking;
    await Promise.all(this.#running.values());
    if (!this.#term) return;
    this.#term = null;
    const { lease, holder, clock } = this.#deps;
    // Who does not answer now gives it to another one when it expires.
    await lease.release(holder, clock.now()).catch(() => {});
  }

  #tick(): void {
    this.#ticking = this.#beat().then(() => {
      if (this.#isClosed) return;
      this.#tickTimer = setTimeout(() => this.#tick(), this.#jittered(TICK_MS));
      this.#tickTimer.unref();
    });
  }

  async #beat(): Promise<void> {
    const { lease, holder, clock, mayWrite, notes } = this.#deps;
    try {
      const fence = (await mayWrite()) ? await lease.take(holder, RELAY_LEASE_MS, clock.now()) : null;
      if (fence !== (this.#term?.fence ?? null)) this.#begin(fence);
      if (fence === null) return;
      const behindSince = this.#behindSince.size > 0 ? Math.min(...this.#behindSince.values()) : null;
      if (behindSince !== this.#noted) await notes.note(behindSince);
      this.#noted = behindSince;
      if (performance.now() >= this.#sweepAt) await this.#sweep();
    } catch (error) {
      this.#report(error);
    }
  }

  /* Another relay may have moved, noted and accepted what it found meanwhile: nothing is known of before. */
  #begin(fence: number | null): void {
    this.#term = fence === null ? null : { fence, activities: new ActivityRelay(this.#deps) };
    this.#sweepAt = Number.NEGATIVE_INFINITY;
    this.#noted = undefined;
    this.#behindSince.clear();
    this.#pending.clear();
    this.#upkeep.clear();
    this.#pauses.clear();
  }

  async #sweep(): Promise<void> {
    const { tail, store } = this.#deps;
    const [ids, cursors] = await Promise.all([tail.activityIds(), store.cursors()]);
    this.#sweepAt = performance.now() + this.#jittered(SWEEP_MS);
    // An activity that the ledger's store has lost is found by its cursors.
    for (const id of new Set([...ids, ...cursors.map(({ activityId }) => activityId)])) {
      this.#pending.add(id);
      this.#upkeep.add(id);
    }
    this.#work();
  }

  #work(): void {
    const term = this.#term;
    if (!term || this.#isClosed) return;
    for (const id of this.#pending) {
      if (this.#running.size >= ACTIVITIES_AT_A_TIME) return;
      if (this.#running.has(id) || this.#pauses.hold(id)) continue;
      this.#pending.delete(id);
      const run = this.#run(id, term).finally(() => {
        this.#running.delete(id);
        this.#work();
      });
      this.#running.set(id, run);
    }
  }

  async #run(id: string, term: Term): Promise<void> {
    const mayGoOn = () => this.#term === term && !this.#isClosed;
    const onBehind = (at: number) => {
      if (mayGoOn()) this.#behind(id, at);
    };
    try {
      const since = this.#behindSince.get(id);
      const moved = await term.activities.move(id, { mayGoOn, onBehind });
      if (!mayGoOn()) return;
      if (moved === 'more') this.#pending.add(id);
      else if (this.#pending.has(id)) {
        // News came meanwhile: what was known before it is moved.
        if (since !== undefined) this.#behindSince.set(id, this.#deps.clock.now());
      } else this.#behindSince.delete(id);
      if (this.#upkeep.delete(id)) await term.activities.upkeep(id);
      this.#pauses.succeeded(id);
    } catch (error) {
      this.#report(error, { activity_id: id });
      if (!mayGoOn()) return;
      this.#pending.add(id);
      this.#pauses.failed(id, error);
    }
  }

  #behind(id: string, at: number): void {
    const since = this.#behindSince.get(id);
    if (since === undefined || at < since) this.#behindSince.set(id, at);
  }

  /* A process that ends closes the stores under what is under way. */
  #report(error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    if (!this.#isClosed)
      this.#deps.errorReporter.report('draws are not moved to the archive', error, context);
  }

  #jittered(ms: number): number {
    return ms * (0.75 + this.#deps.random() / 2);
  }
}
