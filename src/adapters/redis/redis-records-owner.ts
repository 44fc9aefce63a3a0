import type { RecordsOwner } from '../../domain/deliveries/records-owner.ts';
import type { RedisClient } from './redis-client.ts';

const KEY = 'cms:records';

/** Notes in Redis which record store it belongs to. */
export class RedisRecordsOwner implements RecordsOwner {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  owner(): Promise<string | null> {
    return this.#redis.get(KEY);
  }

  async claim(storeId: string): Promise<string> {
    await this.#redis.set(KEY, storeId, 'NX');
    return (await this.#redis.get(KEY)) ?? storeId;
  }
}
