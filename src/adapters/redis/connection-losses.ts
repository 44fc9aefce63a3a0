import { Cluster } from 'ioredis';
import type { RedisClient } from './redis-client.ts';

/** Counts how often a server went away: behind the next connection may be another one, or older files. */
export class ConnectionLosses {
  #count = 0;

  constructor(redis: RedisClient) {
    const lost = () => {
      this.#count++;
    };
    redis.on('close', lost);
    if (!(redis instanceof Cluster)) return;
    for (const node of redis.nodes()) node.on('close', lost);
    redis.on('+node', (node) => node.on('close', lost));
    redis.on('-node', lost);
  }

  get count(): number {
    return this.#count;
  }
}
