import { RedisTraces } from '../adapters/redis/draws/redis-traces.ts';
import { openDrawDatabaseIfAny } from '../adapters/sql/draw-database.ts';
import { SqliteTraces } from '../adapters/sql/draws/sqlite-traces.ts';
import type { DrawTraces } from '../domain/draws/draw-traces.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** The traces of draws as the operations side reads them; the file, when the public side has made it. */
export function drawTraces(get: Get): DrawTraces {
  const redis = get(tokens.redis);
  if (redis) return new RedisTraces(redis.client);
  let opened: SqliteTraces | undefined;
  return {
    of: async (activityId, drawIds) => {
      opened ??= openFile(get);
      return opened ? opened.of(activityId, drawIds) : drawIds.map(() => null);
    },
  };
}

function openFile(get: Get): SqliteTraces | undefined {
  const db = openDrawDatabaseIfAny(get(tokens.settings).dataDir);
  if (!db) return undefined;
  get(tokens.disposer).push(() => {
    db.close();
  });
  return new SqliteTraces(db);
}
