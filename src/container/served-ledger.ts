import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import { openDrawDatabaseIfAny } from '../adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { SqliteLedger } from '../adapters/sql/draws/sqlite-ledger.ts';
import { SqlDrawArchive } from '../adapters/sql/records/sql-draw-archive.ts';
import { WholeDrawLog } from '../application/draws/whole-draw-log.ts';
import type { LedgerSnapshot } from '../domain/draws/draw-log.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import { emptySnapshot } from './register-draws.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/**
 * The ledger as the operations side reads it, while another process writes it. It stays open until the disposer closes it.
 * @returns what opens it where that was not done yet; in a store without draws it is empty, and is looked for again
 */
export function servedLedger(get: Get): () => Promise<LedgerSnapshot> {
  const archive = new SqlDrawArchive(get(tokens.records));
  const redis = get(tokens.redis);
  if (redis) {
    const ledger = new RedisLedger(redis.client);
    const drawLog = new WholeDrawLog(new RedisDrawLog(redis.client), archive);
    return async () => ({ drawLog, accounts: ledger, pools: ledger });
  }
  let opened: LedgerSnapshot | undefined;
  return async () => {
    opened ??= openFile(get, archive);
    return opened ?? emptySnapshot();
  };
}

function openFile(get: Get, archive: SqlDrawArchive): LedgerSnapshot | undefined {
  try {
    const db = openDrawDatabaseIfAny(get(tokens.settings).dataDir);
    if (!db) return undefined;
    get(tokens.disposer).push(() => {
      db.close();
    });
    const ledger = new SqliteLedger(db);
    return { drawLog: new WholeDrawLog(new SqliteDrawLog(db), archive), accounts: ledger, pools: ledger };
  } catch (cause) {
    throw new DependencyError('draw ledger', 'its file cannot be opened', { cause });
  }
}
