import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import { SqlCodeCounts } from '../adapters/sql/records/sql-code-counts.ts';
import { PoolUpkeep } from '../application/deliveries/pool-upkeep.ts';
import type { UnitPools } from '../domain/draws/unit-pools.ts';
import { loadSampleCodes } from './load-sample-codes.ts';
import { mayWriteRecords } from './records-owner.ts';
import { openSqliteLedger } from './register-draws.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** Begins what is done for redeem codes now and then, on the operations side. */
export function startCodeTasks(get: Get): void {
  const pools = writablePools(get);
  const upkeep = new PoolUpkeep({
    counts: new SqlCodeCounts(get(tokens.records)),
    pools,
    mayAnnounce: () => mayWriteRecords(get),
    errorReporter: get(tokens.errorReporter),
  });
  get(tokens.disposer).push(() => upkeep.close());
  void start(get, pools, upkeep);
}

async function start(get: Get, pools: UnitPools, upkeep: PoolUpkeep): Promise<void> {
  await Promise.all([get(tokens.records).ready(), get(tokens.redis)?.settled()]);
  await loadSampleCodes(get, pools);
  await upkeep.start();
}

/** Where codes are announced to draws. The file of draws is opened when there is something to announce. */
export function writablePools(get: Get): UnitPools {
  const redis = get(tokens.redis);
  let ledger: UnitPools | undefined;
  const opened = () => {
    ledger ??= redis
      ? new RedisLedger(redis.client)
      : openSqliteLedger(get(tokens.settings), get(tokens.disposer));
    return ledger;
  };
  return {
    pools: async (activityId) => opened().pools(activityId),
    growPool: async (activityId, prizeId, size) => opened().growPool(activityId, prizeId, size),
  };
}
