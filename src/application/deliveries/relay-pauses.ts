import { DependencyError } from '../../domain/shared/dependency-error.ts';

const FIRST_MS = 50;
/* A store that is back is found within 2 s. */
const LONGEST_MS = 2000;
/* An activity that cannot be read takes a slot from the others at each attempt. */
const LONGEST_OWN_MS = 10_000;

/* The pause of all, beside those of activities, whose ids are never empty. */
const ALL = '';

/**
 * Pauses after faults, each twice as long as the last one until something succeeds. Where a store is away all activities
 * wait; one whose log cannot be read waits alone.
 */
export class RelayPauses {
  readonly #faults = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #jittered: (ms: number) => number;
  readonly #onEnd: () => void;

  /** @param onEnd called when a pause is over */
  constructor(jittered: (ms: number) => number, onEnd: () => void) {
    this.#jittered = jittered;
    this.#onEnd = onEnd;
  }

  /** Whether the activity has to wait. */
  hold(activityId: string): boolean {
    return this.#timers.has(ALL) || this.#timers.has(activityId);
  }

  failed(activityId: string, error: unknown): void {
    // Also where all wait: it may be that the store refuses nothing but what is of this activity.
    const isAway = error instanceof DependencyError;
    this.#begin(activityId, isAway ? LONGEST_MS : LONGEST_OWN_MS);
    if (isAway) this.#begin(ALL, LONGEST_MS);
  }

  succeeded(activityId: string): void {
    this.#faults.delete(activityId);
    this.#faults.delete(ALL);
  }

  /** Ends all pauses, and forgets all faults. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#faults.clear();
  }

  /* Of several faults at a time, the first begins it. */
  #begin(name: string, longestMs: number): void {
    if (this.#timers.has(name)) return;
    const faults = this.#faults.get(name) ?? 0;
    this.#faults.set(name, faults + 1);
    const timer = setTimeout(
      () => {
        this.#timers.delete(name);
        this.#onEnd();
      },
      this.#jittered(Math.min(FIRST_MS * 2 ** faults, longestMs)),
    );
    timer.unref();
    this.#timers.set(name, timer);
  }
}
