import { RELAY_LEASE_MS, type RelayNotes } from '../../domain/deliveries/relay-status.ts';
import type { DrawNews } from '../../domain/draws/draw-news.ts';
import type { Lease } from '../../domain/shared/lease.ts';
import { ActivityRelay, type ActivityRelayDependencies } from './activity-relay.ts';

export interface RelayDependencies extends ActivityRelayDependencies {
  readonly news: DrawNews;
  readonly lease: Lease;
  readonly notes: RelayNotes;
  /** Names this process among those that may relay. */
  readonly holder: string;
  /**
   * Whether the record store is the one of this ledger.
   * @throws Error if it cannot be told now
   */
  mayWrite(): Promise<boolean>;
  /** From 0 to 1. */
  random(): number;
}

const TICK_MS = 2000;

/* What no news told of waits so long at most. */
const SWEEP_MS = 30_000;

const ACTIVITIES_AT_A_TIME = 6;

/* A store that is back is found within 2 s. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;

/**
 * Follows the logs of draws and moves them to the record store. News says where there is something to move, and a sweep
 * finds what no news told of. One relay is at work at a time, by a lease; that two never move one entry twice is by the
 * cursor alone.
 */
export class Relay {
  readonly #deps: RelayDependencies;
  readonly #activities: ActivityRelay;
  readonly #pending = new Set<string>();
  readonly #upkeep = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  /* By activity: since when something is known to wait. */
  readonly #behindSince = new Map<string, number>();
  #stopListening = () => {};
  #tickTimer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  #resumeTimer: NodeJS.Timeout | undefined;
  #isHolder = false;
  #isClosed = false;
  #faultsInRow = 0;
  #sweepAt = Number.NEGATIVE_INFINITY;
  #noted: number | null | undefined;

  constructor(deps: RelayDependencies) {
    this.#deps = deps;
    this.#activities = new ActivityRelay(deps);
  }

  start(): void {
    this.#stopListening = this.#deps.news.listen((ids) => {
      if (!this.#isHolder) return;
      for (const id of ids) this.#behind(id, this.#deps.clock.now());
      for (const id of ids) this.#pending.add(id);
      this.#work();
    });
    this.#tick();
  }

  /** Ends after the batches that are under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    clearTimeout(this.#tickTimer);
    clearTimeout(this.#resumeTimer);
    await this.#ticking;
    await Promise.all(this.#running.values());
    if (!this.#isHolder) return;
    this.#isHolder = false;
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
      this.#isHolder = (await mayWrite()) && (await lease.take(holder, RELAY_LEASE_MS, clock.now())) !== null;
      if (!this.#isHolder) {
        this.#sweepAt = Number.NEGATIVE_INFINITY;
        this.#behindSince.clear();
        this.#pending.clear();
        return;
      }
      const behindSince = this.#behindSince.size > 0 ? Math.min(...this.#behindSince.values()) : null;
      if (behindSince !== this.#noted) await notes.note(behindSince);
      this.#noted = behindSince;
      if (performance.now() >= this.#sweepAt) await this.#sweep();
    } catch (error) {
      this.#report(error);
    }
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
    for (const id of this.#pending) {
      if (this.#isClosed || this.#resumeTimer !== undefined) return;
      if (this.#running.size >= ACTIVITIES_AT_A_TIME) return;
      if (this.#running.has(id)) continue;
      this.#pending.delete(id);
      const run = this.#run(id).finally(() => {
        this.#running.delete(id);
        this.#work();
      });
      this.#running.set(id, run);
    }
  }

  async #run(id: string): Promise<void> {
    const mayGoOn = () => this.#isHolder && !this.#isClosed;
    if (!mayGoOn()) return;
    try {
      const since = this.#behindSince.get(id);
      const moved = await this.#activities.move(id, { mayGoOn, onBehind: (at) => this.#behind(id, at) });
      if (moved === 'more') this.#pending.add(id);
      else if (this.#pending.has(id)) {
        // News came meanwhile: what was known before it is moved.
        if (since !== undefined) this.#behindSince.set(id, this.#deps.clock.now());
      } else this.#behindSince.delete(id);
      if (this.#upkeep.delete(id)) await this.#activities.upkeep(id);
      this.#faultsInRow = 0;
    } catch (error) {
      this.#report(error, { activity_id: id });
      this.#tryLater(id);
    }
  }

  /* All wait a little where a store is away; one activity alone has faults where its log cannot be read. */
  #tryLater(id: string): void {
    this.#faultsInRow += 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(this.#faultsInRow, 10), LONGEST_PAUSE_MS);
    setTimeout(() => {
      this.#pending.add(id);
      this.#work();
    }, this.#jittered(pauseMs)).unref();
    if (this.#resumeTimer !== undefined || this.#isClosed) return;
    this.#resumeTimer = setTimeout(
      () => {
        this.#resumeTimer = undefined;
        this.#work();
      },
      this.#jittered(pauseMs / 2),
    );
    this.#resumeTimer.unref();
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
