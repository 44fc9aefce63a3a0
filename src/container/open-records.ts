import { existsSync } from 'node:fs';
import type { RecordsUse } from '../adapters/cli/delivery-parts.ts';
import { openMigratedRecords, type RecordDatabase } from '../adapters/sql/records/record-database.ts';
import { recordDatabasePath } from '../adapters/sql/records/record-target.ts';
import { storeIdOf } from '../adapters/sql/records/store-id.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import { answeringRedis } from './answering-redis.ts';
import { assertOwner } from './records-owner.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** `claim`: as `own`, and the record store is noted as the one of this Redis where none is. */
type CommandUse = RecordsUse | 'claim';

/**
 * The record store for a command, while the service runs or not. All commands open it here. Made where there is none.
 * @throws DependencyError if it does not answer, or is another Redis's
 * @throws Error if Redis does not answer, which says whose store it is
 */
export async function openRecords(get: Get, use: CommandUse): Promise<RecordDatabase> {
  const records = await open(get);
  await check(get, use, () => storeIdOf(records.db));
  return records;
}

/** The same; `null` where there is no file yet. */
export async function openRecordsIfAny(get: Get, use: RecordsUse): Promise<RecordDatabase | null> {
  const { records: target } = get(tokens.settings);
  if (target.kind === 'postgres' || existsSync(recordDatabasePath(target.dir))) return openRecords(get, use);
  // Else a command without the DATABASE_URL of the service would say that nothing was won.
  await check(get, use, async () => null);
  return null;
}

async function check(get: Get, use: CommandUse, idOf: () => Promise<string | null>): Promise<void> {
  if (use === 'read') return;
  const redis = await answeringRedis(get);
  if (redis) await assertOwner(redis.client, await idOf(), use);
}

async function open(get: Get): Promise<RecordDatabase> {
  try {
    const records = await openMigratedRecords(get(tokens.settings).records, 'operations');
    get(tokens.disposer).push(() => records.close());
    return records;
  } catch (cause) {
    // A message of the driver may hold the host, and none holds the password.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DependencyError('record store', `it does not answer (${reason})`, { cause });
  }
}
