import type {
  Account,
  CommitResult,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { RedisDurability } from '../redis-durability.ts';

/** A ledger that records no draw in a Redis that may lose it. Reads, and what concerns seeds, go through. */
export class GuardedDrawLedger implements DrawLedger {
  readonly #ledger: DrawLedger;
  readonly #durability: RedisDurability;

  constructor(ledger: DrawLedger, durability: RedisDurability) {
    this.#ledger = ledger;
    this.#durability = durability;
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#ledger.read(activityId, uid, requestId);
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
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
    return this.#ledger.commit(commit);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#ledger.seed(activityId, fresh, wanted);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#ledger.reveal(activityId, seedNo, at);
  }
}
