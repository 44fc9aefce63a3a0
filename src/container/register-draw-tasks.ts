import { RedisAccountSweep } from '../adapters/redis/draws/redis-account-sweep.ts';
import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import type { RedisConnection } from '../adapters/redis/redis-connection.ts';
import { openExistingDrawDatabase } from '../adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { SqlDrawArchive } from '../adapters/sql/records/sql-draw-archive.ts';
import { AccountExpiry } from '../application/draws/account-expiry.ts';
import { Accounts } from '../application/draws/accounts.ts';
import { ArchiveOnDemand } from '../application/draws/archive-on-demand.ts';
import { Grants } from '../application/draws/grants.ts';
import { InvitationUpkeep } from '../application/draws/invitation-upkeep.ts';
import { Seeds } from '../application/draws/seeds.ts';
import { WholeDrawLog } from '../application/draws/whole-draw-log.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { DrawLedger } from '../domain/draws/draw-ledger.ts';
import type { DrawLog } from '../domain/draws/draw-log.ts';
import type { LedgerRecovery } from '../domain/draws/ledger-recovery.ts';
import { answeringRedis } from './answering-redis.ts';
import { openSqliteLedger } from './register-draws.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/*
 * A SQLite file has one writer at a time, and the draws of the service come first. With 200 draws a second on a busy
 * machine, the 99th percentile was 190 ms without rests, 34 to 131 ms with as much rest as work, and 14 ms with three
 * times as much.
 */
const REST_SHARE_OF_SQLITE = 2;

/** What grants chances for a command, beside the service that runs or not. @throws Error if Redis does not answer */
export async function openGrants(get: Get): Promise<Grants> {
  return grantsOn(get, await answeringRedis(get)).grants;
}

/** The same for a process that serves. @param faultsAllowed see `Grants` @throws Error if the file cannot be opened */
export function grantsOn(
  get: Get,
  redis: RedisConnection | null,
  faultsAllowed?: number,
): { readonly grants: Grants; readonly accounts: Pick<DrawLedger, 'read'> } {
  const clock = get(tokens.clock);
  const ledger = redis
    ? new RedisLedger(redis.client)
    : openSqliteLedger(get(tokens.settings), get(tokens.disposer));
  const restShare = redis ? 0 : REST_SHARE_OF_SQLITE;
  const seeds = new Seeds(ledger, get(tokens.entropy));
  const limits = { restShare, ...(faultsAllowed !== undefined && { faultsAllowed }) };
  return {
    grants: new Grants({ ledger, accounts: new Accounts(ledger), seeds, clock, ...limits }),
    accounts: ledger,
  };
}

/** `null` for SQLite, whose file goes back only with the service stopped. @throws Error if Redis does not answer */
export async function openRecovery(get: Get): Promise<LedgerRecovery | null> {
  const redis = await answeringRedis(get);
  return redis && new RedisLedger(redis.client);
}

/** Begins what is done for the ledger now and then. To be called in one process of those that serve. */
export function startDrawTasks(get: Get): void {
  const upkeep = new InvitationUpkeep({
    configs: get(tokens.configs),
    capabilities: drawCapabilities,
    invitations: get(tokens.invitations),
    errorReporter: get(tokens.errorReporter),
  });
  upkeep.start();
  get(tokens.disposer).push(() => upkeep.close());
  startAccountExpiry(get);
}

/* Begins to remove the accounts of activities that ended long ago. */
function startAccountExpiry(get: Get): void {
  const redis = get(tokens.redis);
  const archive = new ArchiveOnDemand(async () => new SqlDrawArchive(get(tokens.records)));
  const redisLog = redis && new WholeDrawLog(new RedisDrawLog(redis.client), archive);
  let log: DrawLog | undefined;
  const openFileLog = () => {
    const db = openExistingDrawDatabase(get(tokens.settings).dataDir);
    get(tokens.disposer).push(() => {
      db.close();
    });
    return new SqliteDrawLog(db);
  };
  const expiry = new AccountExpiry({
    configs: get(tokens.configs),
    openLog: async () => {
      log ??= redisLog ?? openFileLog();
      return log;
    },
    sweep: redis && redisLog ? new RedisAccountSweep(redis.client, redisLog) : get(tokens.fileLedger),
    clock: get(tokens.clock),
    errorReporter: get(tokens.errorReporter),
    random: Math.random,
    keepDays: get(tokens.settings).keepDrawsDays,
  });
  expiry.start();
  get(tokens.disposer).push(() => expiry.close());
}
