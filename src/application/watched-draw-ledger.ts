import type { Account, DrawLedger, DrawOrder, Seed, Settlement } from '../domain/ports/draw-ledger.ts';

/* A refusal that no draw has met for so long may be over, though nobody has drawn to show it. */
const FORGET_AFTER_MS = 60_000;

interface Refusal {
  readonly reason: string;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/** A ledger that remembers why its store books no draw, until it books one again. */
export class WatchedDrawLedger implements DrawLedger {
  readonly #ledger: DrawLedger;
  readonly #reasonOf: (error: unknown) => string | null;
  #refusal: Refusal | null = null;

  /** @param reasonOf why a store that can be reached did not book, in an operator's words; `null` for any other fault */
  constructor(ledger: DrawLedger, reasonOf: (error: unknown) => string | null) {
    this.#ledger = ledger;
    this.#reasonOf = reasonOf;
  }

  /**
   * Why the latest draw was not booked; `null` if it was, or if that was long ago.
   * @param since milliseconds of `performance.now()`; what was refused before does not count
   */
  refusal(since = Number.NEGATIVE_INFINITY): string | null {
    const met = this.#refusal;
    if (!met || met.at < since || met.at < performance.now() - FORGET_AFTER_MS) return null;
    return met.reason;
  }

  async settle(order: DrawOrder): Promise<Settlement> {
    try {
      const settlement = await this.#ledger.settle(order);
      if (settlement.kind === 'settled') this.#refusal = null;
      return settlement;
    } catch (error) {
      const reason = this.#reasonOf(error);
      if (reason !== null) this.#refusal = { reason, at: performance.now() };
      throw error;
    }
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#ledger.read(activityId, uid, requestId);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#ledger.seed(activityId, fresh, wanted);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#ledger.reveal(activityId, seedNo, at);
  }
}
