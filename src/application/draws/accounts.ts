import { NO_DRAWS, type UserDraws } from '../../domain/draws/account.ts';
import type { Account, DrawLedger } from '../../domain/draws/draw-ledger.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';

/* An account without wins takes some 300 bytes, and a win some 200: both generations together are at most 40 MB. */
const MAX_WEIGHT = 100_000;

/* Other processes interfere between two attempts only as often as they change the same account. */
const ATTEMPTS = 100;

/** What came of one attempt to change an account. */
export type Attempted<T> =
  /** @param after the account after the change, if it was changed */
  | { readonly kind: 'done'; readonly value: T; readonly after?: UserDraws }
  /** By this account nothing may be changed. */
  | { readonly kind: 'refused'; readonly value: T }
  | { readonly kind: 'conflict'; readonly account: Account }
  /** Something else has changed meanwhile. */
  | { readonly kind: 'again' };

/**
 * The accounts as this process has last seen them. A change is decided on that, and the ledger records it only if the
 * account is still the same; so what a user does who was seen here takes one call of the ledger and not two.
 */
export class Accounts {
  readonly #ledger: Pick<DrawLedger, 'read'>;
  readonly #maxWeight: number;
  /* Changes of one account in this process run one after the other, so that they do not conflict. */
  readonly #mutex = new KeyedMutex();
  #recent = new Map<string, UserDraws>();
  #older = new Map<string, UserDraws>();
  #weight = 0;

  /** @param maxWeight of the accounts seen last: one an account and one a win. As many more may be kept. */
  constructor(ledger: Pick<DrawLedger, 'read'>, maxWeight = MAX_WEIGHT) {
    this.#ledger = ledger;
    this.#maxWeight = maxWeight;
  }

  /**
   * Tries until the change is recorded or refused: at first by the account as last seen, or that of a new user, and then
   * by the account as the ledger has it. A refusal stands only when the account was read.
   * @param requestId whose draw `attempt` wants to see
   * @throws DependencyError if the ledger does not answer, or the account keeps changing
   */
  settle<T>(
    activityId: string,
    uid: string,
    attempt: (account: Account) => MaybePromise<Attempted<T>>,
    requestId?: string,
  ): MaybePromise<T> {
    const key = keyOf(activityId, uid);
    const read = () => this.read(activityId, uid, requestId);
    // Without an async function: most changes are recorded by the first attempt.
    const tryBy = (account: Account, isCurrent: boolean, no: number): MaybePromise<T> => {
      if (no > ATTEMPTS) {
        throw new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
      }
      return andThen(attempt(account), (tried): MaybePromise<T> => {
        switch (tried.kind) {
          case 'done':
            if (tried.after) this.#saw(key, tried.after);
            return tried.value;
          case 'refused':
            return isCurrent ? tried.value : read().then((found) => tryBy(found, true, no + 1));
          case 'conflict':
            this.#saw(key, tried.account.draws);
            return tryBy(tried.account, true, no + 1);
          case 'again':
            return tryBy(account, isCurrent, no + 1);
        }
      });
    };
    return this.#mutex.run(key, () => tryBy({ draws: this.#lastSeen(key), booked: null }, false, 1));
  }

  /** @throws DependencyError if the ledger does not answer */
  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    const account = await this.#ledger.read(activityId, uid, requestId);
    const key = keyOf(activityId, uid);
    // Most reads find what was seen, which is then not young memory again. If it is another after all, a commit says so.
    if (this.#recent.get(key)?.version !== account.draws.version) this.#saw(key, account.draws);
    return account;
  }

  #lastSeen(key: string): UserDraws {
    return this.#recent.get(key) ?? this.#older.get(key) ?? NO_DRAWS;
  }

  #saw(key: string, draws: UserDraws): void {
    if (this.#weight >= this.#maxWeight) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#weight = 0;
    }
    const before = this.#recent.get(key);
    this.#weight += weightOf(draws) - (before ? weightOf(before) : 0);
    this.#recent.set(key, draws);
  }
}

function weightOf({ wins }: UserDraws): number {
  return 1 + wins.length;
}

/* An activity id holds no colon. */
function keyOf(activityId: string, uid: string): string {
  return `${activityId}:${uid}`;
}
