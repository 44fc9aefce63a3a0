import type { Win } from '../../domain/draws/account.ts';
import type { AwardTotals } from '../../domain/draws/award-counts.ts';
import type { RulesLink, RulesSet, RulesText } from '../../domain/draws/binding-book.ts';
import type { Account, CommitResult, CurrentSeed, DrawCommit, Seed } from '../../domain/draws/draw-ledger.ts';
import type {
  AccountChange,
  EarningCommit,
  HelpCommit,
  OpenHelp,
} from '../../domain/draws/earnings-ledger.ts';
import type { LatestWin } from '../../domain/draws/latest-wins.ts';
import type { Ledger } from '../../domain/draws/ledger.ts';
import type { PoolSizes } from '../../domain/draws/unit-pools.ts';

/* An older refusal may be over, even where no draw has shown it. */
const FORGET_AFTER_MS = 60_000;

export interface Refusal {
  readonly reason: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/** A ledger that keeps the reason why its store refused a write, until it records a draw again. */
export class WatchedLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #reasonOf: (error: unknown) => string | null;
  readonly #monotonic: { now(): number };
  #refusal: Refusal | null = null;

  /**
   * @param reasonOf why a store that answers refused a write, for operators; `null` for any other fault
   * @param monotonic milliseconds that never jump
   */
  constructor(
    ledger: Ledger,
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
    try {
      const result = await this.#ledger.commit(commit);
      if (result.kind === 'committed') this.#refusal = null;
      return result;
    } catch (error) {
      throw this.#noted(error);
    }
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#ledger.read(activityId, uid, requestId);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    return this.#watch(this.#ledger.seed(activityId, fresh, wanted));
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#watch(this.#ledger.reveal(activityId, seedNo, at));
  }

  earn(commit: EarningCommit): Promise<AccountChange> {
    return this.#watch(this.#ledger.earn(commit));
  }

  help(commit: HelpCommit): Promise<AccountChange> {
    return this.#watch(this.#ledger.help(commit));
  }

  openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return this.#ledger.openHelps(activityId);
  }

  closeHelp(activityId: string, uid: string): Promise<void> {
    return this.#watch(this.#ledger.closeHelp(activityId, uid));
  }

  seeds(activityId: string): Promise<readonly Seed[]> {
    return this.#ledger.seeds(activityId);
  }

  rules(activityId: string): Promise<readonly RulesLink[]> {
    return this.#ledger.rules(activityId);
  }

  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return this.#ledger.rulesTexts(activityId, numbers);
  }

  announce(activityId: string, set: RulesSet): Promise<boolean> {
    return this.#watch(this.#ledger.announce(activityId, set));
  }

  inviteKey(activityId: string, fresh: string): Promise<string> {
    return this.#ledger.inviteKey(activityId, fresh);
  }

  wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]> {
    return this.#ledger.wins(activityId, uid, before, limit);
  }

  awarded(activityId: string): Promise<AwardTotals> {
    return this.#ledger.awarded(activityId);
  }

  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]> {
    return this.#ledger.latestWins(activityId, prizeIds, limit);
  }

  pools(activityId: string): Promise<PoolSizes> {
    return this.#ledger.pools(activityId);
  }

  growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    return this.#watch(this.#ledger.growPool(activityId, prizeId, size));
  }

  async #watch<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      throw this.#noted(error);
    }
  }

  #noted(error: unknown): unknown {
    const reason = this.#reasonOf(error);
    if (reason !== null) this.#refusal = { reason, at: this.#monotonic.now() };
    return error;
  }
}
