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
import type { LedgerLoss, LedgerRecovery, LedgerStop } from '../../../domain/draws/ledger-recovery.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { RedisClient } from '../redis-client.ts';
import { RedisBindingBook } from './redis-binding-book.ts';
import { RedisDraws } from './redis-draws.ts';
import { RedisEarnings } from './redis-earnings.ts';
import { RedisPools } from './redis-pools.ts';
import { type RecordOptions, RedisRecord } from './redis-record.ts';
import { RedisRecovery } from './redis-recovery.ts';
import { RedisTraces } from './redis-traces.ts';

/** The record of draws in Redis. Its parts share what this process has seen of each record. */
export class RedisLedger implements Ledger, LedgerRecovery, LedgerStop {
  readonly #record: RedisRecord;
  readonly #draws: RedisDraws;
  readonly #earnings: RedisEarnings;
  readonly #recovery: RedisRecovery;
  readonly #binding: RedisBindingBook;
  readonly #pools: RedisPools;
  readonly #traces: RedisTraces;

  constructor(redis: RedisClient, options: RecordOptions = {}) {
    this.#record = new RedisRecord(redis, options);
    this.#draws = new RedisDraws(this.#record);
    this.#earnings = new RedisEarnings(this.#record);
    this.#recovery = new RedisRecovery(this.#record);
    this.#binding = new RedisBindingBook(this.#record);
    this.#pools = new RedisPools(this.#record);
    this.#traces = new RedisTraces(redis);
  }

  /** Why this process found that activities must not be written to, as operators read it; none while all are well. */
  refusals(): readonly string[] {
    return this.#record.refusals();
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#draws.read(activityId, uid, requestId);
  }

  commit(commit: DrawCommit): Promise<CommitResult> {
    const committed = this.#draws.commit(commit);
    return commit.traceparent === undefined ? committed : this.#traces.around(commit, committed);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    return this.#draws.seed(activityId, fresh, wanted);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#draws.reveal(activityId, seedNo, at);
  }

  earn(commit: EarningCommit): Promise<AccountChange> {
    return this.#earnings.earn(commit);
  }

  help(commit: HelpCommit): Promise<AccountChange> {
    return this.#earnings.help(commit);
  }

  openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return this.#earnings.openHelps(activityId);
  }

  closeHelp(activityId: string, uid: string): Promise<void> {
    return this.#earnings.closeHelp(activityId, uid);
  }

  seeds(activityId: string): Promise<readonly Seed[]> {
    return this.#binding.seeds(activityId);
  }

  rules(activityId: string): Promise<readonly RulesLink[]> {
    return this.#binding.rules(activityId);
  }

  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return this.#binding.rulesTexts(activityId, numbers);
  }

  announce(activityId: string, set: RulesSet): Promise<boolean> {
    return this.#binding.announce(activityId, set);
  }

  inviteKey(activityId: string, fresh: string): Promise<string> {
    return this.#binding.inviteKey(activityId, fresh);
  }

  wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]> {
    return this.#draws.wins(activityId, uid, before, limit);
  }

  awarded(activityId: string): Promise<AwardTotals> {
    return this.#draws.awarded(activityId);
  }

  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]> {
    return this.#draws.latestWins(activityId, prizeIds, limit);
  }

  pools(activityId: string): Promise<PoolSizes> {
    return this.#pools.pools(activityId);
  }

  growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    return this.#pools.growPool(activityId, prizeId, size);
  }

  lost(activityId: string): Promise<readonly LedgerLoss[] | null> {
    return this.#recovery.lost(activityId);
  }

  accept(activityId: string, at: number): Promise<readonly LedgerLoss[] | null> {
    return this.#recovery.accept(activityId, at);
  }

  stop(activityId: string, log: string, seq: number): Promise<void> {
    return this.#recovery.stop(activityId, log, seq);
  }
}
