import { NO_DRAWS, type UserDraws } from '../../domain/draws/account.ts';
import type { Account, DrawLedger } from '../../domain/draws/draw-ledger.ts';

/*
 * An account without wins takes some 300 bytes, and a win some 200. With both generations full that is at most 40 MB.
 */
const MAX_WEIGHT = 100_000;

/**
 * The accounts as this process has last seen them. A draw is decided on that, and the ledger records it only if the
 * account is still the same; so a draw of a user who was seen here takes one call of the ledger and not two.
 */
export class Accounts {
  readonly #ledger: Pick<DrawLedger, 'read'>;
  readonly #maxWeight: number;
  #recent = new Map<string, UserDraws>();
  #older = new Map<string, UserDraws>();
  #weight = 0;

  /** @param maxWeight of the accounts seen last: one an account and one a win. As many more may be kept. */
  constructor(ledger: Pick<DrawLedger, 'read'>, maxWeight = MAX_WEIGHT) {
    this.#ledger = ledger;
    this.#maxWeight = maxWeight;
  }

  /** The account as it was last seen, and as that of a new user where it was not. It may have changed since. */
  lastSeen(activityId: string, uid: string): UserDraws {
    const key = keyOf(activityId, uid);
    return this.#recent.get(key) ?? this.#older.get(key) ?? NO_DRAWS;
  }

  /** @throws DependencyError if the ledger does not answer */
  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    const account = await this.#ledger.read(activityId, uid, requestId);
    this.saw(activityId, uid, account.draws);
    return account;
  }

  saw(activityId: string, uid: string, draws: UserDraws): void {
    if (this.#weight >= this.#maxWeight) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#weight = 0;
    }
    const key = keyOf(activityId, uid);
    if (!this.#recent.has(key)) this.#weight += 1 + draws.wins.length;
    this.#recent.set(key, draws);
  }
}

/* An activity id holds no colon. */
function keyOf(activityId: string, uid: string): string {
  return `${activityId}:${uid}`;
}
