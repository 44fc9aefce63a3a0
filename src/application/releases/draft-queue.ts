import type { Draft } from '../../domain/releases/drafts.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';

/** The work with one lease, from the first look on. */
export interface Shift {
  /** Whether no other process publishes at this moment. */
  mayPublish(): boolean;
  /** During the first look, drafts are compared with what was published before. */
  isFirstLook: boolean;
}

/** What is to be published of an activity; `null`: its folder is gone. */
export type QueuedDraft = Draft | null;

export type QueuedDrafts = ReadonlyMap<string, QueuedDraft>;

export interface QueuedWork {
  /** @throws Error if it cannot be done now */
  publish(portion: QueuedDrafts, shift: Shift): Promise<void>;
  /** After each batch. @throws Error if it cannot be done now */
  settle(): Promise<void>;
  /** Whether `settle` has nothing to do. */
  isSettled(): boolean;
}

/* The texts of so many may be in memory at once, each of at most 1 MiB. */
const MOST_AT_ONCE = 128;

/* A file that is written all the time is published a few times a second. */
const PAUSE_MS = 250;

/* A store that is away is asked again after so long. */
const AFTER_FAULT_MS = 500;

/** Gathers drafts that have changed, the latest of each activity, and has them published one batch after another. */
export class DraftQueue {
  readonly #work: QueuedWork;
  readonly #errorReporter: ErrorReporter;
  /** `null`: another process is at work. */
  #shift: Shift | null = null;
  readonly #waiting = new Map<string, QueuedDraft>();
  /** Those of which something newer is known than what is being published. */
  readonly #outdated = new Set<string>();
  #working: Promise<void> | null = null;
  #pause: Promise<void> = Promise.resolve();

  constructor(work: QueuedWork, errorReporter: ErrorReporter) {
    this.#work = work;
    this.#errorReporter = errorReporter;
  }

  get shift(): Shift | null {
    return this.#shift;
  }

  /** All that waits is dropped. */
  begin(shift: Shift | null): void {
    this.#shift = shift;
    this.#waiting.clear();
  }

  add(activityId: string, draft: QueuedDraft): void {
    if (!this.#shift) return;
    this.#waiting.set(activityId, draft);
    this.#outdated.add(activityId);
    this.wake();
  }

  /** What waits of this activity is not published. */
  drop(activityId: string): void {
    this.#waiting.delete(activityId);
    this.#outdated.add(activityId);
    this.wake();
  }

  isOutdated(activityId: string): boolean {
    return this.#outdated.has(activityId);
  }

  /** During the first look nothing is done before `drain`. */
  wake(): void {
    if (this.#shift && !this.#shift.isFirstLook) this.#start(this.#shift);
  }

  /** Resolves when what waits now is published, or cannot be. @throws Error if it cannot be during the first look */
  async drain(): Promise<void> {
    // Of an earlier shift, perhaps.
    await this.#working;
    if (this.#shift && this.#waiting.size > 0) this.#start(this.#shift);
    await this.#working;
  }

  #start(shift: Shift): void {
    this.#working ??= this.#publishAll(shift).finally(() => {
      this.#working = null;
      if (this.#waiting.size > 0 || !this.#work.isSettled()) this.wake();
    });
  }

  /* What comes meanwhile has to wait: else a file that is written all the time would be published all the time. */
  async #publishAll(shift: Shift): Promise<void> {
    if (!shift.isFirstLook) await this.#pause;
    if (this.#shift !== shift) return;
    const batch = [...this.#waiting];
    this.#waiting.clear();
    this.#outdated.clear();
    try {
      while (batch.length > 0) {
        assertAtWork(shift);
        const portion = batch.slice(0, MOST_AT_ONCE).filter(([id]) => !this.#outdated.has(id));
        await this.#work.publish(new Map(portion), shift);
        if (this.#shift !== shift) return;
        batch.splice(0, MOST_AT_ONCE);
      }
      assertAtWork(shift);
      if (!shift.isFirstLook) await this.#work.settle();
      this.#pause = pauseOf(PAUSE_MS);
    } catch (error) {
      this.#errorReporter.report('drafts cannot be published now', error);
      if (this.#shift !== shift) return;
      for (const [id, draft] of batch) if (!this.#outdated.has(id)) this.#waiting.set(id, draft);
      this.#pause = pauseOf(AFTER_FAULT_MS);
      if (shift.isFirstLook) throw error;
    }
  }
}

/** @throws DependencyError if another process may publish by now */
export function assertAtWork({ mayPublish }: Shift): void {
  if (!mayPublish()) throw new DependencyError('record store', 'another process may publish by now');
}

function pauseOf(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
