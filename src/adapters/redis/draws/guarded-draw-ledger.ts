import type { Win } from '../../../domain/draws/account.ts';
import type { AwardTotals } from '../../../domain/draws/award-counts.ts';
import type { RulesLink, RulesSet, RulesText } from '../../../domain/draws/binding-book.ts';
import type {
  Account,
  CommitResult,
  CurrentSeed,
  DrawCommit,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import type {
  AccountChange,
  EarningCommit,
  HelpCommit,
  OpenHelp,
} from '../../../domain/draws/earnings-ledger.ts';
import type { LatestWin } from '../../../domain/draws/latest-wins.ts';
import type { Ledger } from '../../../domain/draws/ledger.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { RedisDurability } from '../redis-durability.ts';

/** A ledger that records nothing of users in a Redis that may lose it. Reads, and what concerns seeds, go through. */
export class GuardedDrawLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #durability: RedisDurability;

  constructor(ledger: Ledger, durability: RedisDurability) {
    this.#ledger = ledger;
    this.#durability = durability;
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
    await this.#beDurable();
    return this.#ledger.commit(commit);
  }

  async earn(commit: EarningCommit): Promise<AccountChange> {
    await this.#beDurable();
    return this.#ledger.earn(commit);
  }

  async help(commit: HelpCommit): Promise<AccountChange> {
    await this.#beDurable();
    return this.#ledger.help(commit);
  }

  async announce(activityId: string, set: RulesSet): Promise<boolean> {
    await this.#beDurable();
    return this.#ledger.announce(activityId, set);
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#ledger.read(activityId, uid, requestId);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    return this.#ledger.seed(activityId, fresh, wanted);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#ledger.reveal(activityId, seedNo, at);
  }

  openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return this.#ledger.openHelps(activityId);
  }

  /* A help that is closed twice is closed; one that is opened again by a loss is finished again, by its key once. */
  closeHelp(activityId: string, uid: string): Promise<void> {
    return this.#ledger.closeHelp(activityId, uid);
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

  /* A size that is lost is announced again, and until then fewer codes are won. */
  growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    return this.#ledger.growPool(activityId, prizeId, size);
  }

  /* Throws DependencyError. */
  async #beDurable(): Promise<void> {
    // After a new connection the server may have other settings.
    if (!this.#durability.isChecked()) await this.#durability.check();
    if (!this.#durability.isChecked()) {
      throw new DependencyError('draw ledger', 'it is not known yet whether this Redis is volatile');
    }
    const durability = this.#durability.current();
    if (durability.kind === 'volatile') {
      throw new DependencyError(
        'draw ledger',
        `Redis is volatile (${durability.reason}); ALLOW_VOLATILE_DRAWS is not set`,
      );
    }
  }
}
