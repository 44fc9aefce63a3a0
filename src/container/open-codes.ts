import { setTimeout as sleep } from 'node:timers/promises';
import type { CodeParts } from '../adapters/cli/command.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import type { RecordKind } from '../adapters/sql/records/record-database.ts';
import { SqlCodeCounts } from '../adapters/sql/records/sql-code-counts.ts';
import { SqlCodeStore } from '../adapters/sql/records/sql-code-store.ts';
import { CodeImport } from '../application/deliveries/code-import.ts';
import type { Ledger } from '../domain/draws/ledger.ts';
import { answeringRedis } from './answering-redis.ts';
import { openRecords } from './open-records.ts';
import { openSqliteLedger } from './register-draws.ts';
import { vaultOf } from './register-records.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/* A SQLite file has one writer at a time. Others look for their turn each 20 ms, so they find it. */
const REST_OF_SQLITE_MS = 25;

/** Redeem codes for a command, beside the service that runs or not. @throws Error if a store cannot be reached */
export async function openCodes(get: Get): Promise<CodeParts> {
  const settings = get(tokens.settings);
  const redis = await answeringRedis(get);
  const ledger: Ledger = redis
    ? new RedisLedger(redis.client)
    : openSqliteLedger(settings, get(tokens.disposer));
  const records = await openRecords(get, 'claim');
  const vault = vaultOf(settings);
  const store = vault && new SqlCodeStore(records, vault);
  const codeImport =
    store &&
    new CodeImport({ store, pools: ledger, rest: restBetweenBatches(records.kind), monotonic: performance });
  return { counts: new SqlCodeCounts(records), ledger, store, codeImport };
}

/** What an import does between two transactions. */
export function restBetweenBatches(kind: RecordKind): () => Promise<void> {
  return kind === 'sqlite' ? () => sleep(REST_OF_SQLITE_MS) : async () => {};
}
