import { MemoryDrawLedger } from '../adapters/memory/memory-draw-ledger.ts';
import type { Channel } from '../adapters/process/channel.ts';
import { RemoteDrawLedger } from '../adapters/process/remote-draw-ledger.ts';
import { GuardedDrawLedger } from '../adapters/redis/draws/guarded-draw-ledger.ts';
import { RedisDrawLedger } from '../adapters/redis/draws/redis-draw-ledger.ts';
import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { redisRefusalOf } from '../adapters/redis/redis-refusal.ts';
import { openDrawDatabase, openExistingDrawDatabase } from '../adapters/sql/draw-database.ts';
import { SqliteDrawLedger } from '../adapters/sql/draws/sqlite-draw-ledger.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { sqliteRefusalOf } from '../adapters/sql/sqlite-refusal.ts';
import { DrawService } from '../application/draws/draw-service.ts';
import { Seeds } from '../application/draws/seeds.ts';
import { WatchedDrawLedger } from '../application/draws/watched-draw-ledger.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { AwardCounts } from '../domain/draws/award-counts.ts';
import type { DrawLedger } from '../domain/draws/draw-ledger.ts';
import type { LedgerSnapshot } from '../domain/draws/draw-log.ts';
import type { Disposer } from './disposer.ts';
import type { Get, Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/**
 * Prize draws, and the ledger that records them.
 * @param supervisor of a worker: the process that owns the SQLite file; `null` where this process owns it
 */
export function registerDraws(registry: Registry, supervisor: Channel | null): void {
  const { production, allowVolatileDraws, dataDir } = registry.get(tokens.settings);
  registry.factory(tokens.storedLedger, (get) => {
    const redis = get(tokens.redis);
    if (redis) return new RedisDrawLedger(redis.client, get(tokens.metrics).store);
    // One process writes the file: two writers would wait for one another.
    return supervisor
      ? new RemoteDrawLedger(supervisor)
      : openSqliteLedger({ dataDir }, get(tokens.disposer));
  });
  registry.factory(
    tokens.watchedLedger,
    (get) =>
      new WatchedDrawLedger(get(tokens.storedLedger), get(tokens.redis) ? redisRefusalOf : sqliteRefusalOf),
  );
  registry.factory(tokens.ledger, (get) => {
    const redis = get(tokens.redis);
    const ledger = get(tokens.watchedLedger);
    const mayForget = !production || allowVolatileDraws;
    return redis && !mayForget ? new GuardedDrawLedger(ledger, redis.durability) : ledger;
  });
  registry.factory(tokens.seeds, (get) => new Seeds(get(tokens.ledger), get(tokens.entropy)));
  registry.factory(
    tokens.draws,
    (get) =>
      new DrawService({
        gate: get(tokens.gate),
        capabilities: drawCapabilities,
        ledger: get(tokens.ledger),
        seeds: get(tokens.seeds),
        clock: get(tokens.clock),
        identifiers: get(tokens.identifiers),
        rateLimiter: get(tokens.rateLimiter),
        telemetry: get(tokens.metrics).draws,
      }),
  );
}

/** The ledger as a command reads it, while the service runs or not. */
export function registerLedgerSnapshot(registry: Registry): void {
  registry.factory(tokens.ledgerSnapshot, openSnapshot);
}

/** A snapshot of a store in which nothing has been drawn. */
export function emptySnapshot(): LedgerSnapshot {
  const none = new MemoryDrawLedger();
  return { drawLog: none, accounts: none };
}

/** @throws Error if the file cannot be opened */
export function openSqliteLedger(
  { dataDir }: Pick<Settings, 'dataDir'>,
  disposer: Disposer,
): DrawLedger & AwardCounts {
  const db = openDrawDatabase(dataDir);
  disposer.push(() => {
    db.close();
  });
  return new SqliteDrawLedger(db);
}

/* Throws where the store cannot be reached. */
async function openSnapshot(get: Get): Promise<LedgerSnapshot> {
  const redis = get(tokens.redis);
  if (!redis) {
    const db = openExistingDrawDatabase(get(tokens.settings).dataDir);
    get(tokens.disposer).push(() => {
      db.close();
    });
    return { drawLog: new SqliteDrawLog(db), accounts: new SqliteDrawLedger(db) };
  }
  const accounts = new RedisDrawLedger(redis.client);
  await redis.settled();
  if (!redis.isReady()) throw new Error('Redis does not answer');
  return { drawLog: new RedisDrawLog(redis.client), accounts };
}
