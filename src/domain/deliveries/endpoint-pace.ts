/* With so many attempts that fail one after the other, the endpoint is away, or wants nothing of what we send. */
const FAILURES_TO_PAUSE = 5;

/* From trying again soon, to once a minute. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

/* Attempts that are under way at once. With answers in 100 ms that is 80 deliveries a second. */
const MOST_SLOTS = 8;

/* The number of slots doubles at most once in so long: an endpoint that is back gets its backlog slowly. */
const DOUBLING_MS = 1000;

/* What waits for a retry after a shorter outage comes soon enough by itself. */
const OUTAGE_MS = 10 * 60_000;

/**
 * How many attempts an endpoint gets at once. It begins with one. After failures in a row there is a pause, and then one
 * attempt, which decides whether the next pause is twice as long. Times are milliseconds of a clock that does not jump.
 */
export class EndpointPace {
  #slots = 1;
  #doubledAt = Number.NEGATIVE_INFINITY;
  #failuresInRow = 0;
  #failingSince = 0;
  /** 0 while there was no pause since the last success. */
  #pauseMs = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  slots(at: number): number {
    if (at < this.#pausedUntil) return 0;
    return this.#pauseMs > 0 ? 1 : this.#slots;
  }

  /** How long there is no slot. */
  waitMs(at: number): number {
    return Math.max(0, this.#pausedUntil - at);
  }

  /** @returns whether an outage of at least ten minutes has ended */
  succeeded(at: number): boolean {
    const wasAway = this.#pauseMs > 0 && at - this.#failingSince >= OUTAGE_MS;
    this.#failuresInRow = 0;
    if (this.#pauseMs > 0) {
      this.#pauseMs = 0;
      this.#pausedUntil = at;
      this.#beginSlowly(at);
    } else if (at - this.#doubledAt >= DOUBLING_MS) {
      this.#slots = Math.min(MOST_SLOTS, this.#slots * 2);
      this.#doubledAt = at;
    }
    return wasAway;
  }

  /** @returns whether the endpoint is left alone from now on, and was not before */
  failed(at: number): boolean {
    if (this.#failuresInRow === 0) this.#failingSince = at;
    this.#failuresInRow += 1;
    // Attempts that began before the pause say nothing new.
    if (this.#failuresInRow < FAILURES_TO_PAUSE || at < this.#pausedUntil) return false;
    const isNew = this.#pauseMs === 0;
    this.#pauseMs = isNew ? FIRST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#pausedUntil = at + this.#pauseMs;
    return isNew;
  }

  /** The endpoint asked to be left alone for so long. It is asked again after a minute at the latest. */
  leaveAlone(at: number, ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at + Math.min(ms, LONGEST_PAUSE_MS));
    this.#beginSlowly(at);
  }

  #beginSlowly(at: number): void {
    this.#slots = 1;
    this.#doubledAt = at;
  }
}
