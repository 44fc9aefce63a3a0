import type { RedisClient } from './redis-client.ts';

const KEY = 'cms:records';

/**
 * Notes in Redis which record store it belongs to. A second one would get a part of the draws, or all of them again. Both
 * methods throw Error if Redis does not answer.
 */
export class RedisRecordsOwner {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /** The id of the record store; `null` where none has been noted. */
  owner(): Promise<string | null> {
    return this.#redis.get(KEY);
  }

  /** Notes this one, unless there is one. @returns the one that is noted now */
  async claim(storeId: string): Promise<string> {
    await this.#redis.set(KEY, storeId, 'NX');
    return (await this.#redis.get(KEY)) ?? storeId;
  }
}
