import type { Account, CommitResult, DrawCommit, DrawLedger, Seed } from '../../domain/draws/draw-ledger.ts';

/* A refusal that nothing has met for so long may be over, though nobody has drawn to show it. */
const FORGET_AFTER_MS = 60_000;

export interface Refusal {
  readonly reason: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/** A ledger that remembers why its store does not write, until it books a draw again. */
export class WatchedDrawLedger implements DrawLedger {
  readonly #ledger: DrawLedger;
  readonly #reasonOf: (error: unknown) => string | null;
  readonly #monotonic: { now(): number };
  #refusal: Refusal | null = null;

  /**
   * @param reasonOf why a store that can be reached did not write, in an operator's words; `null` for any other fault
   * @param monotonic milliseconds that never jump
   */
  constructor(
    ledger: DrawLedger,
    reasonOf: (error: unknown) => string | null,
    monotonic: { now(): number } = performance,
  ) {
    this.#ledger = ledger;
    this.#reasonOf = reasonOf;
    this.#monotonic = monotonic;
  }

  /** Why the latest write was refused; `null` if a draw has been booked since, or if that was long ago. */
  refusal(): Refusal | null {
    const met = this.#refusal;
    return met && met.at >= this.#monotonic.now() - FORGET_AFTER_MS ? met : null;
  }

  async commit(order: DrawCommit): Promise<CommitResult> {
    const result = await this.#watch(this.#ledger.commit(order));
    if (result.kind === 'committed') this.#refusal = null;
    return result;
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#ledger.read(activityId, uid, requestId);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#watch(this.#ledger.seed(activityId, fresh, wanted));
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#watch(this.#ledger.reveal(activityId, seedNo, at));
  }

  async #watch<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      const reason = this.#reasonOf(error);
      if (reason !== null) this.#refusal = { reason, at: this.#monotonic.now() };
      throw error;
    }
  }
}
