import type { PoolSizes, UnitPools } from '../../../domain/draws/unit-pools.ts';
import { drawKeys } from './draw-keys.ts';
import { readCount } from './draw-replies.ts';
import type { RedisRecord } from './redis-record.ts';

/** The sizes of pools in Redis, at the root of an activity. */
export class RedisPools implements UnitPools {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  pools(activityId: string): Promise<PoolSizes> {
    return this.#record.run('rules', activityId, async () => {
      const stored = await this.#record.redis.hgetall(drawKeys(activityId).pools);
      return Object.fromEntries(Object.entries(stored).map(([id, size]) => [id, readCount(size)]));
    });
  }

  growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    return this.#record.run('rules', activityId, async () => {
      await this.#record.scripts.cmsGrowPool(drawKeys(activityId).pools, prizeId, size);
    });
  }
}
