import type { Tracing } from '../adapters/opentelemetry/open-tracing.ts';
import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { RedisDrawNews } from '../adapters/redis/draws/redis-draw-news.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import { RedisLogTrim } from '../adapters/redis/draws/redis-log-trim.ts';
import { openDrawDatabaseIfAny } from '../adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { SqliteDrawNews } from '../adapters/sql/draws/sqlite-draw-news.ts';
import { SqlArchiveRecovery } from '../adapters/sql/records/sql-archive-recovery.ts';
import { SqlDrawArchive } from '../adapters/sql/records/sql-draw-archive.ts';
import { SqlLease } from '../adapters/sql/records/sql-lease.ts';
import { RELAY_LEASE, SqlRelayStatus } from '../adapters/sql/records/sql-relay-status.ts';
import { SqlRelayStore } from '../adapters/sql/records/sql-relay-store.ts';
import { Relay } from '../application/deliveries/relay.ts';
import { RelayRecovery } from '../application/deliveries/relay-recovery.ts';
import { RelayTraces } from '../application/deliveries/relay-traces.ts';
import { TailOnDemand } from '../application/draws/tail-on-demand.ts';
import type { DrawNews } from '../domain/draws/draw-news.ts';
import type { DrawTail } from '../domain/draws/draw-tail.ts';
import { answeringRedis } from './answering-redis.ts';
import { drawTraces } from './draw-traces.ts';
import { openRecords } from './open-records.ts';
import { mayWriteRecords } from './records-owner.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** Begins to move draws to the record store. The caller closes it, before the stores. */
export function startRelay(get: Get): Relay {
  const records = get(tokens.records);
  const redis = get(tokens.redis);
  const tracing = get(tokens.tracing);
  const status = new SqlRelayStatus(records);
  const relay = new Relay({
    tail: tailOf(get),
    news: newsOf(get),
    store: new SqlRelayStore(records),
    trim: redis && new RedisLogTrim(redis.client),
    ...(redis && { ledger: new RedisLedger(redis.client) }),
    lease: new SqlLease(records, RELAY_LEASE),
    notes: status,
    holder: get(tokens.identifiers).next(),
    vault: get(tokens.vault),
    // It would look by itself within a second.
    onDue: () => get(tokens.webhooks)?.wake(),
    ...(tracing && { traces: relayTraces(get, tracing) }),
    mayWrite: () => mayWriteRecords(get),
    clock: get(tokens.clock),
    errorReporter: get(tokens.errorReporter),
    random: Math.random,
  });
  relay.start();
  return relay;
}

function relayTraces(get: Get, { tracer }: Tracing): RelayTraces {
  const [clock, errorReporter] = [get(tokens.clock), get(tokens.errorReporter)];
  return new RelayTraces({ tracer, traces: drawTraces(get), clock, errorReporter });
}

/** For a command. @throws Error if a store does not answer */
export async function openRelayRecovery(get: Get): Promise<RelayRecovery> {
  await answeringRedis(get);
  const records = await openRecords(get, 'own');
  return new RelayRecovery({
    tail: tailOf(get),
    store: new SqlRelayStore(records),
    archive: new SqlDrawArchive(records),
    recovery: new SqlArchiveRecovery(records),
    vault: get(tokens.vault),
    clock: get(tokens.clock),
    errorReporter: get(tokens.errorReporter),
  });
}

function tailOf(get: Get): DrawTail {
  const redis = get(tokens.redis);
  if (redis) return new RedisDrawLog(redis.client);
  return new TailOnDemand(() => {
    const db = drawsOf(get);
    if (db) {
      get(tokens.disposer).push(() => {
        db.close();
      });
    }
    return db && new SqliteDrawLog(db);
  });
}

function newsOf(get: Get): DrawNews {
  const { redis } = get(tokens.settings);
  return redis ? new RedisDrawNews(redis, get(tokens.errorReporter)) : new SqliteDrawNews(() => drawsOf(get));
}

/* The public side makes the file. */
function drawsOf(get: Get): ReturnType<typeof openDrawDatabaseIfAny> {
  return openDrawDatabaseIfAny(get(tokens.settings).dataDir);
}
