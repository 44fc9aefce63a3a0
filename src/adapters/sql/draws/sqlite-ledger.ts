import type { Win } from '../../../domain/draws/account.ts';
import type { AccountSweep } from '../../../domain/draws/account-sweep.ts';
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
import type { DrawDatabase } from '../draw-database.ts';
import { TransactionQueue } from '../transaction-queue.ts';
import { attempt } from './attempt.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';
import { SqliteBooks } from './sqlite-books.ts';
import { SqliteDraws } from './sqlite-draws.ts';
import { SqliteEarnings } from './sqlite-earnings.ts';
import { SqlitePools } from './sqlite-pools.ts';
import { SqliteRulesBook } from './sqlite-rules-book.ts';
import { SqliteSeeds } from './sqlite-seeds.ts';
import { SqliteSweep } from './sqlite-sweep.ts';
import { SqliteTraces } from './sqlite-traces.ts';

/* The file goes back only while the service does not run: an operator puts another one in its place. */
const ONLY_EPOCH = 0;

/**
 * The ledger in a SQLite file. It knows no segments: each activity has one log. Another process may write the file too;
 * every change is decided again on what its transaction reads, so that it is seen as a conflict.
 */
export class SqliteLedger implements Ledger, AccountSweep {
  readonly #writes: TransactionQueue;
  readonly #accounts: SqliteAccounts;
  readonly #seeds: SqliteSeeds;
  readonly #draws: SqliteDraws;
  readonly #earnings: SqliteEarnings;
  readonly #rulesBook: SqliteRulesBook;
  readonly #sweep: SqliteSweep;
  readonly #pools: SqlitePools;
  readonly #traces: SqliteTraces;

  constructor(db: DrawDatabase) {
    const books = new SqliteBooks(db);
    this.#writes = new TransactionQueue(db);
    this.#accounts = new SqliteAccounts(db);
    this.#seeds = new SqliteSeeds(db);
    this.#draws = new SqliteDraws(db, this.#accounts, books, this.#seeds);
    this.#earnings = new SqliteEarnings(db, this.#accounts, books);
    this.#rulesBook = new SqliteRulesBook(db, books);
    this.#sweep = new SqliteSweep(db);
    this.#pools = new SqlitePools(db);
    this.#traces = new SqliteTraces(db);
  }

  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return attempt(() => this.#accounts.read(activityId, uid, requestId));
  }

  async wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]> {
    return attempt(() => this.#accounts.wins(activityId, uid, before, limit));
  }

  async awarded(activityId: string): Promise<AwardTotals> {
    return attempt(() => this.#draws.awarded(activityId));
  }

  async latestWins(
    activityId: string,
    prizeIds: readonly string[],
    limit: number,
  ): Promise<readonly LatestWin[]> {
    return attempt(() => this.#draws.latestWins(activityId, prizeIds, limit));
  }

  commit(commit: DrawCommit): Promise<CommitResult> {
    return this.#write(() => {
      const result = this.#draws.record(commit);
      if (commit.traceparent !== undefined) this.#traces.note(commit, result);
      return result;
    });
  }

  async seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    const current = attempt(() => this.#seeds.currentIf(activityId, wanted));
    const seed = current ?? (await this.#write(() => this.#seeds.currentOrNext(activityId, fresh, wanted)));
    return { ...seed, epoch: ONLY_EPOCH };
  }

  async reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    const seed = await this.#write(() => this.#seeds.reveal(activityId, seedNo, at));
    if (!seed) throw new RangeError(`activity ${activityId} has no seed ${seedNo}`);
    return seed;
  }

  earn(commit: EarningCommit): Promise<AccountChange> {
    return this.#write(() => this.#earnings.earn(commit));
  }

  help(commit: HelpCommit): Promise<AccountChange> {
    return this.#write(() => this.#earnings.help(commit));
  }

  async openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return attempt(() => this.#earnings.openHelps(activityId));
  }

  closeHelp(activityId: string, uid: string): Promise<void> {
    return this.#write(() => this.#earnings.closeHelp(activityId, uid));
  }

  async inviteKey(activityId: string, fresh: string): Promise<string> {
    const known = attempt(() => this.#seeds.inviteKey(activityId));
    return known ?? this.#write(() => this.#seeds.inviteKeyOr(activityId, fresh));
  }

  async seeds(activityId: string): Promise<readonly Seed[]> {
    return attempt(() => this.#seeds.all(activityId));
  }

  async rules(activityId: string): Promise<readonly RulesLink[]> {
    return attempt(() => this.#rulesBook.links(activityId));
  }

  async rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return attempt(() => this.#rulesBook.texts(activityId, numbers));
  }

  announce(activityId: string, set: RulesSet): Promise<boolean> {
    return this.#write(() => this.#rulesBook.announce(activityId, set));
  }

  async pools(activityId: string): Promise<PoolSizes> {
    return attempt(() => this.#pools.sizes(activityId));
  }

  growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    return this.#write(() => this.#pools.grow(activityId, prizeId, size));
  }

  async sweep(activityId: string, at: number): Promise<void> {
    await this.#write(() => this.#sweep.note(activityId, at));
    while (await this.#write(() => this.#sweep.removeSlice(activityId)));
  }

  async #write<T>(work: () => T): Promise<T> {
    try {
      return await this.#writes.add(work);
    } catch (cause) {
      throw new DependencyError('draw ledger', 'SQLite did not book', { cause });
    }
  }
}
