import type { Timer } from '../../domain/shared/timer.ts';

/** A pause that another part may end. A ring that nobody waits for ends the next pause. */
export class Bell {
  readonly #timer: Timer;
  #waiting: AbortController | null = null;
  #hasRung = false;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  ring(): void {
    if (this.#waiting) this.#waiting.abort();
    else this.#hasRung = true;
  }

  async wait(ms: number): Promise<void> {
    if (!this.#hasRung && ms > 0) {
      this.#waiting = new AbortController();
      await this.#timer.sleep(ms, this.#waiting.signal);
      this.#waiting = null;
    }
    this.#hasRung = false;
  }
}
