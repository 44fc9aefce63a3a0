import { existsSync } from 'node:fs';
import { RedisRecordsOwner } from '../adapters/redis/redis-records-owner.ts';
import { openMigratedRecords, type RecordDatabase } from '../adapters/sql/records/record-database.ts';
import { recordDatabasePath } from '../adapters/sql/records/record-target.ts';
import { SqlDrawArchive } from '../adapters/sql/records/sql-draw-archive.ts';
import { storeIdOf } from '../adapters/sql/records/store-id.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import { answeringRedis } from './answering-redis.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

const UNKNOWN_YET = 'it is not known yet whether this is the record store of this Redis';

/* A key that is gone, or another store, is noticed in so long. */
const LOOK_MS = 5000;

function foreign(owner: string, own: string): string {
  return (
    `this Redis belongs to record store ${owner}, and this one is ${own}: all processes on one Redis need the same ` +
    'DATABASE_URL, and without one they must be on one machine. If the other store is gone for good, delete the key cms:records'
  );
}

/** In a process that writes records. @returns whether they may be written @throws Error if Redis does not answer */
export async function mayWriteRecords(get: Get): Promise<boolean> {
  const records = get(tokens.records);
  if (!records.isReady()) return false;
  const redis = get(tokens.redis);
  if (!redis) return true;
  const own = await records.storeId();
  const owner = await new RedisRecordsOwner(redis.client).claim(own);
  if (owner === own) return true;
  // It ends the process, with this as its last line: nothing of what it would do is right.
  setImmediate(() => {
    throw new Error(foreign(owner, own));
  });
  return false;
}

/** On the public side: lets the record store be used while it is the one of this Redis. */
export function watchRecordsOwner(get: Get): void {
  const redis = get(tokens.redis);
  if (!redis) return;
  const records = get(tokens.records);
  const owners = new RedisRecordsOwner(redis.client);
  records.refuse(UNKNOWN_YET);
  const look = async () => {
    try {
      const [own, owner] = [await records.storeId(), await owners.owner()];
      const reason = owner === null || owner === own ? null : foreign(owner, own);
      records.refuse(reason);
      if (reason !== null) {
        get(tokens.errorReporter).report('the record store is not used', new Error(reason));
      }
    } catch {
      // While one of them does not answer, what was found last holds.
    }
  };
  records.ready().then(look);
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  get(tokens.disposer).push(() => clearInterval(timer));
}

/** The record store for a command that writes it. @throws Error if it does not answer, or is another Redis's */
export async function openOwnRecords(get: Get): Promise<RecordDatabase> {
  const records = await openRecords(get);
  const redis = await answeringRedis(get);
  if (!redis) return records;
  const own = await storeIdOf(records.db);
  const owner = await new RedisRecordsOwner(redis.client).claim(own);
  if (owner !== own) throw new Error(foreign(owner, own));
  return records;
}

/**
 * The archive for a command that reads it; `null` where nothing has been archived yet.
 * @throws DependencyError if it does not answer, or is another Redis's
 */
export async function openArchive(get: Get): Promise<SqlDrawArchive | null> {
  const { records: target } = get(tokens.settings);
  if (target.kind === 'sqlite' && !existsSync(recordDatabasePath(target.dir))) return null;
  const records = await openRecords(get);
  const redis = get(tokens.redis);
  const own = await storeIdOf(records.db);
  const owner = redis && (await new RedisRecordsOwner(redis.client).owner());
  if (owner !== null && owner !== own) throw new DependencyError('record store', foreign(owner, own));
  return new SqlDrawArchive(records);
}

async function openRecords(get: Get): Promise<RecordDatabase> {
  try {
    const records = await openMigratedRecords(get(tokens.settings).records, 'operations');
    get(tokens.disposer).push(() => records.close());
    return records;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DependencyError('record store', `it does not answer (${reason})`, { cause });
  }
}
