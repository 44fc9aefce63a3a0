import type { RateLimit } from '../../domain/visitors/rate-limiter.ts';

/** A limit that frees one use after another, and not all at the end of a window. At first all are free. */
export class TokenBucket {
  readonly #uses: number;
  readonly #perMs: number;
  #used = 0;
  #at: number;

  /** @param now milliseconds of a clock that is never set back */
  constructor({ uses, windowSeconds }: RateLimit, now: number) {
    this.#uses = uses;
    this.#perMs = uses / (windowSeconds * 1000);
    this.#at = now;
  }

  /** @returns 0 if one use is free, else how many milliseconds until one is */
  msUntilFree(now: number): number {
    this.#used = Math.max(0, this.#used - (now - this.#at) * this.#perMs);
    this.#at = now;
    return Math.max(0, (this.#used + 1 - this.#uses) / this.#perMs);
  }

  /** Takes a use that is free. */
  take(): void {
    this.#used += 1;
  }
}
