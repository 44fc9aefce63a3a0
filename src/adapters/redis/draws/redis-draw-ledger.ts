import { Cluster } from 'ioredis';
import type { AwardCounts } from '../../../domain/draws/award-counts.ts';
import type {
  Account,
  CommitResult,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreOperation, StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import type { RedisClient } from '../redis-client.ts';
import { timed } from '../timed.ts';
import { Batcher } from './batcher.ts';
import { drawKeys } from './draw-keys.ts';
import { readAccount, readCount, repliesOf, revealReply, seedReply } from './draw-replies.ts';
import { commitArguments, type DrawScripts, defineDrawScripts } from './draw-scripts.ts';

/* Replies of scripts/commit.lua. */
const CONFLICT = 0;
const RULES_WANTED = 1;

/* The fields of the book that count awards. */
const WON = 'won:';

/*
 * For 64 accounts Redis is busy for about 1 ms. In Cluster, accounts are read one by one: while their slot moves, a
 * command with keys on two nodes fails with TRYAGAIN, and reads should not wait for that. A commit has several keys in
 * any case.
 */
const MAX_BATCH = 64;

interface AccountQuery {
  readonly uid: string;
  readonly requestId: string;
}

interface CommitRequest {
  readonly commit: DrawCommit;
  /** Empty if Redis should have it. */
  readonly rulesText: string;
}

/** Draws in Redis, recorded by Lua scripts. Each script is atomic. */
export class RedisDrawLedger implements DrawLedger, AwardCounts {
  readonly #redis: RedisClient;
  readonly #scripts: DrawScripts;
  readonly #reads: Batcher<AccountQuery, unknown>;
  readonly #commits: Batcher<CommitRequest, unknown>;
  readonly #telemetry: StoreTelemetry | undefined;

  constructor(redis: RedisClient, telemetry?: StoreTelemetry) {
    this.#redis = redis;
    this.#telemetry = telemetry;
    this.#scripts = defineDrawScripts(redis);
    this.#reads = new Batcher(
      (id, queries) => this.#run('read', () => this.#read(id, queries)),
      redis instanceof Cluster ? 1 : MAX_BATCH,
    );
    this.#commits = new Batcher(
      (id, requests) => this.#run('settle', () => this.#commit(id, requests)),
      MAX_BATCH,
    );
  }

  async read(activityId: string, uid: string, requestId = ''): Promise<Account> {
    const reply = await this.#reads.add(activityId, { uid, requestId });
    try {
      return readAccount(reply);
    } catch (cause) {
      throw fault(cause);
    }
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
    const { activityId, rules } = commit;
    let reply = await this.#commits.add(activityId, { commit, rulesText: '' });
    if (reply === RULES_WANTED) {
      reply = await this.#commits.add(activityId, { commit, rulesText: rules.text });
    }
    if (reply === CONFLICT) return { kind: 'conflict' };
    if (typeof reply !== 'string') throw fault(new Error(`not a result: ${reply}`));
    return { kind: 'committed', prizeId: reply || null };
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#run('seed', async () => {
      const { book, seeds } = drawKeys(activityId);
      const [no, secret, revealedAt] = seedReply.parse(
        await this.#scripts.cmsSeed(book, seeds, fresh, wanted),
      );
      return { no, secret, revealedAt };
    });
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#run('reveal', async () => {
      const { book, seeds } = drawKeys(activityId);
      const [secret, revealedAt] = revealReply.parse(await this.#scripts.cmsReveal(book, seeds, seedNo, at));
      return { no: seedNo, secret, revealedAt };
    });
  }

  awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return this.#run('awarded', async () => {
      const book = await this.#redis.hgetall(drawKeys(activityId).book);
      const counts = Object.entries(book).filter(([field]) => field.startsWith(WON));
      return Object.fromEntries(counts.map(([field, n]) => [field.slice(WON.length), readCount(n)]));
    });
  }

  async #read(activityId: string, queries: readonly AccountQuery[]): Promise<readonly unknown[]> {
    const { account } = drawKeys(activityId);
    const reply = await this.#scripts.cmsRead(
      queries.length,
      ...queries.map(({ uid }) => account(uid)),
      ...queries.map(({ requestId }) => requestId),
    );
    return repliesOf(reply, queries.length);
  }

  async #commit(activityId: string, requests: readonly CommitRequest[]): Promise<readonly unknown[]> {
    const { book, account, log, rules } = drawKeys(activityId);
    const keys = [book, log, rules, ...requests.map(({ commit }) => account(commit.uid))];
    const args = requests.flatMap(({ commit, rulesText }) => commitArguments(commit, rulesText));
    return repliesOf(await this.#scripts.cmsCommit(keys.length, ...keys, ...args), requests.length);
  }

  /** Does the work and records its time. @throws DependencyError if it fails */
  async #run<T>(operation: StoreOperation, work: () => Promise<T>): Promise<T> {
    try {
      return await timed(this.#telemetry, operation, work);
    } catch (cause) {
      throw fault(cause);
    }
  }
}

function fault(cause: unknown): DependencyError {
  return new DependencyError('draw ledger', 'Redis did not do its part', { cause });
}
