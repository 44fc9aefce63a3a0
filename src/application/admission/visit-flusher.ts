import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { VisitBatch, VisitStore } from '../../domain/visitors/visit-store.ts';
import { endedWithin } from '../shared/ended-within.ts';
import type { VisitCounter } from './visit-counter.ts';

export const FLUSH_MS = 2000;

/* Of the last batches, at the end of the process. */
const LAST_MS = 1000;

/* A store that is away for so many hours costs counts: each hour is a batch of its own. */
const MOST_WAITING = 24;

export interface VisitFlusherDependencies {
  readonly counter: VisitCounter;
  readonly store: Pick<VisitStore, 'add'>;
  /** Whether the store may be written now. While it may not, counts wait here. */
  readonly mayWrite: () => boolean;
  /** The name of this process among all that ever write to the store. */
  readonly writer: string;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/**
 * Brings what was counted to the record store every two seconds. A batch keeps its number until it is known to be there, so a
 * fault of which nobody knows what it did adds nothing twice.
 */
export class VisitFlusher {
  readonly #deps: VisitFlusherDependencies;
  #waiting: VisitBatch[] = [];
  #no = 0;
  #dropped = 0;
  #flushing: Promise<void> | null = null;
  #isFailing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: VisitFlusherDependencies) {
    this.#deps = deps;
  }

  /** Visits, draws and refusals that were counted or should have been, and are lost; since the start of the process. */
  get dropped(): number {
    return this.#dropped + this.#deps.counter.dropped;
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.#timer.unref();
  }

  /** Adds what is there. It does not throw: what cannot be added waits. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  /** Adds the last counts, for a second at most. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    // What was counted while others waited is a batch of its own.
    await endedWithin(
      LAST_MS,
      this.flush().then(() => this.flush()),
    );
  }

  async #flush(): Promise<void> {
    this.#take();
    await this.#addAll();
  }

  /* While the store is away, the counts of an hour stay together in the counter. */
  #take(): void {
    const { counter, clock, writer } = this.#deps;
    const now = clock.now();
    if (this.#waiting.length > 0 && !counter.hasOlderHour(now)) return;
    const taken = counter.take(now);
    if (!taken) return;
    this.#no += 1;
    this.#waiting.push({ writer, no: this.#no, ...taken });
    while (this.#waiting.length > MOST_WAITING) this.#drop(this.#waiting.shift());
  }

  async #addAll(): Promise<void> {
    const { store, mayWrite, errorReporter } = this.#deps;
    try {
      for (let batch = this.#waiting[0]; batch && mayWrite(); batch = this.#waiting[0]) {
        await store.add(batch);
        this.#isFailing = false;
        // The same one: what waits beyond the most was dropped meanwhile.
        if (this.#waiting[0] === batch) this.#waiting.shift();
      }
    } catch (error) {
      if (!this.#isFailing) errorReporter.report('visits were counted and not recorded yet', error);
      this.#isFailing = true;
    }
  }

  #drop(batch: VisitBatch | undefined): void {
    if (!batch) return;
    for (const { visits, draws } of batch.counts) this.#dropped += visits + draws;
    for (const { count } of batch.refusals) this.#dropped += count;
  }
}
