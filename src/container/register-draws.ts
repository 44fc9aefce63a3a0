import { MemoryDrawLedger } from '../adapters/memory/memory-draw-ledger.ts';
import type { Channel } from '../adapters/process/channel.ts';
import { RemoteLedger } from '../adapters/process/remote-ledger.ts';
import { DrawAnnouncer } from '../adapters/redis/draws/draw-announcer.ts';
import { GuardedDrawLedger } from '../adapters/redis/draws/guarded-draw-ledger.ts';
import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import { redisRefusalOf } from '../adapters/redis/redis-refusal.ts';
import { openDrawDatabase, openExistingDrawDatabase } from '../adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { SqliteLedger } from '../adapters/sql/draws/sqlite-ledger.ts';
import { SqlDrawArchive } from '../adapters/sql/records/sql-draw-archive.ts';
import { sqliteRefusalOf } from '../adapters/sql/sqlite-refusal.ts';
import { Accounts } from '../application/draws/accounts.ts';
import { ArchiveOnDemand } from '../application/draws/archive-on-demand.ts';
import { ChancesService } from '../application/draws/chances-service.ts';
import { DrawService, type DrawServiceDependencies } from '../application/draws/draw-service.ts';
import { Drawers } from '../application/draws/drawers.ts';
import { FairnessService } from '../application/draws/fairness-service.ts';
import { Invitations } from '../application/draws/invitations.ts';
import { InviteCodes } from '../application/draws/invite-codes.ts';
import { LoadedCodes } from '../application/draws/loaded-codes.ts';
import { RulesChain } from '../application/draws/rules-chain.ts';
import { Seeds } from '../application/draws/seeds.ts';
import { tracedCommits } from '../application/draws/traced-commits.ts';
import { WatchedLedger } from '../application/draws/watched-ledger.ts';
import { WholeDrawLog } from '../application/draws/whole-draw-log.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { LedgerSnapshot } from '../domain/draws/draw-log.ts';
import { answeringRedis } from './answering-redis.ts';
import type { Disposer } from './disposer.ts';
import { openRecordsIfAny } from './open-records.ts';
import { storeTelemetry } from './register-tracing.ts';
import type { Get, Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/**
 * Prize draws, and the ledger that records them.
 * @param supervisor of a worker: the process that owns the SQLite file; `null` where this process owns it
 */
export function registerDraws(registry: Registry, supervisor: Channel | null): void {
  const { production, allowVolatileDraws, dataDir } = registry.get(tokens.settings);
  // One process writes the file: two writers would wait for one another.
  registry.factory(tokens.fileLedger, (get) =>
    supervisor ? new RemoteLedger(supervisor) : openSqliteLedger({ dataDir }, get(tokens.disposer)),
  );
  registry.factory(tokens.redisLedger, (get) => {
    const redis = get(tokens.redis);
    if (!redis) return null;
    // It is asked for draws that were trimmed, and that only when a client repeats one.
    const archive = new ArchiveOnDemand(async () => new SqlDrawArchive(get(tokens.records)));
    const announcer = new DrawAnnouncer(redis.client);
    return new RedisLedger(redis.client, { telemetry: storeTelemetry(get), archive, announcer });
  });
  registry.factory(tokens.storedLedger, (get) => get(tokens.redisLedger) ?? get(tokens.fileLedger));
  registry.factory(
    tokens.watchedLedger,
    (get) =>
      new WatchedLedger(get(tokens.storedLedger), get(tokens.redis) ? redisRefusalOf : sqliteRefusalOf),
  );
  registry.factory(tokens.ledger, (get) => {
    const redis = get(tokens.redis);
    const ledger = get(tokens.watchedLedger);
    const mayForget = !production || allowVolatileDraws;
    return redis && !mayForget ? new GuardedDrawLedger(ledger, redis.durability) : ledger;
  });
  registry.factory(tokens.drawTelemetry, (get) => get(tokens.metrics).draws);
  registerDrawing(registry);
}

/** What draws and earns in this process, on a ledger. */
export function registerDrawing(registry: Registry): void {
  registry.factory(tokens.seeds, (get) => new Seeds(get(tokens.ledger), get(tokens.entropy)));
  registry.factory(tokens.rules, (get) => new RulesChain(get(tokens.ledger), get(tokens.entropy)));
  registry.factory(tokens.codes, (get) => new LoadedCodes(get(tokens.ledger), drawCapabilities));
  registry.factory(tokens.accounts, (get) => new Accounts(get(tokens.ledger)));
  registry.factory(
    tokens.drawers,
    (get) =>
      new Drawers({ gate: get(tokens.gate), capabilities: drawCapabilities, clock: get(tokens.clock) }),
  );
  const common = (get: Get) => ({
    drawers: get(tokens.drawers),
    ledger: get(tokens.ledger),
    accounts: get(tokens.accounts),
    inviteCodes: get(tokens.inviteCodes),
    seeds: get(tokens.seeds),
    clock: get(tokens.clock),
  });
  const onRecorded = (get: Get) => (activityId: string) => get(tokens.knownNamespaces)?.used(activityId);
  registry.factory(
    tokens.draws,
    (get) =>
      new DrawService({
        ...common(get),
        ledger: drawLedger(get),
        codes: get(tokens.codes),
        rules: get(tokens.rules),
        identifiers: get(tokens.identifiers),
        rateLimiter: get(tokens.rateLimiter),
        riskAssessor: get(tokens.riskAssessor),
        telemetry: get(tokens.drawTelemetry),
        visits: get(tokens.visits),
        onRecorded: onRecorded(get),
      }),
  );
  registry.factory(
    tokens.inviteCodes,
    (get) => new InviteCodes(get(tokens.ledger), get(tokens.entropy), get(tokens.seeds)),
  );
  registry.factory(tokens.invitations, (get) => new Invitations(common(get)));
  registry.factory(
    tokens.chances,
    (get) =>
      new ChancesService({
        ...common(get),
        invitations: get(tokens.invitations),
        codes: get(tokens.codes),
        rules: get(tokens.rules),
        rateLimiter: get(tokens.rateLimiter),
        onRecorded: onRecorded(get),
      }),
  );
  registry.factory(
    tokens.fairness,
    (get) =>
      new FairnessService({
        gate: get(tokens.gate),
        book: get(tokens.ledger),
        seeds: get(tokens.seeds),
        clock: get(tokens.clock),
      }),
  );
}

/* The commits of draws are spans of their requests. */
function drawLedger(get: Get): DrawServiceDependencies['ledger'] {
  const ledger = get(tokens.ledger);
  const tracing = get(tokens.tracing);
  if (!tracing) return ledger;
  return { commit: tracedCommits(ledger, tracing.tracer), wins: (...asked) => ledger.wins(...asked) };
}

/** The ledger as a command reads it, while the service runs or not. */
export function registerLedgerSnapshot(registry: Registry): void {
  registry.factory(tokens.ledgerSnapshot, openSnapshot);
}

/** A snapshot of a store in which nothing has been drawn. */
export function emptySnapshot(): LedgerSnapshot {
  const none = new MemoryDrawLedger();
  return { drawLog: none, accounts: none, pools: none };
}

/** @throws Error if the file cannot be opened */
export function openSqliteLedger({ dataDir }: Pick<Settings, 'dataDir'>, disposer: Disposer): SqliteLedger {
  const db = openDrawDatabase(dataDir);
  disposer.push(() => {
    db.close();
  });
  return new SqliteLedger(db);
}

/* Throws where the store cannot be reached. */
async function openSnapshot(get: Get): Promise<LedgerSnapshot> {
  const redis = await answeringRedis(get);
  const archive = new ArchiveOnDemand(async () => {
    const records = await openRecordsIfAny(get, 'own');
    return records && new SqlDrawArchive(records);
  });
  if (!redis) {
    const db = openExistingDrawDatabase(get(tokens.settings).dataDir);
    get(tokens.disposer).push(() => {
      db.close();
    });
    const ledger = new SqliteLedger(db);
    return { drawLog: new WholeDrawLog(new SqliteDrawLog(db), archive), accounts: ledger, pools: ledger };
  }
  const ledger = new RedisLedger(redis.client);
  return {
    drawLog: new WholeDrawLog(new RedisDrawLog(redis.client), archive),
    accounts: ledger,
    pools: ledger,
  };
}
