import type { Account, CommitResult, DrawCommit, DrawLedger, Seed } from '../../domain/draws/draw-ledger.ts';

/* An older refusal may be over, even where no draw has shown it. */
const FORGET_AFTER_MS = 60_000;

export interface Refusal {
  readonly reason: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/** A ledger that keeps the reason why its store refused a write, until it records a draw again. */
export class WatchedDrawLedger implements DrawLedger {
  readonly #ledger: DrawLedger;
  readonly #reasonOf: (error: unknown) => string | null;
  readonly #monotonic: { now(): number };
  #refusal: Refusal | null = null;

  /**
   * @param reasonOf why a store that answers refused a write, for operators; `null` for any other fault
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

  /** Why the latest write was refused; `null` if a draw was recorded since, or after a minute. */
  refusal(): Refusal | null {
    const met = this.#refusal;
    return met && met.at >= this.#monotonic.now() - FORGET_AFTER_MS ? met : null;
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
    const result = await this.#watch(this.#ledger.commit(commit));
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
