import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { AttemptPermission } from '../../domain/deliveries/pin-attempts.ts';

/** One count that an attempt is part of. */
export interface Counter {
  readonly limiter: RateLimiterAbstract;
  readonly key: string;
}

/** Makes a limiter; the name is a part of its keys. */
export type MakeLimiter = (limit: IRateLimiterOptions, name: string) => RateLimiterAbstract;

/** Counts in the memory of this process. */
export const inMemory: MakeLimiter = (limit) => new RateLimiterMemory(limit);

/** Counts in Redis, and in this process while Redis is away. */
export function inRedis(client: unknown): MakeLimiter {
  return (limit, name) =>
    new RateLimiterRedis({
      ...limit,
      storeClient: client,
      keyPrefix: `cms:rate:${name}`,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(limit),
    });
}

/** Counts an attempt in each of these, until one refuses it. */
export async function beginAttempt(counters: readonly Counter[]): Promise<AttemptPermission> {
  const counted: Counter[] = [];
  for (const counter of counters) {
    // A refused use counts too.
    counted.push(counter);
    try {
      await counter.limiter.consume(counter.key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // What is not checked does not count: staff who scan a locked win again and again do not lock their own address.
      await giveBack(counted);
      return {
        kind: 'refused',
        retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
      };
    }
  }
  return { kind: 'granted' };
}

/** Takes an attempt out of each of these. */
export async function giveBack(counters: readonly Counter[]): Promise<void> {
  await Promise.all(counters.map(({ limiter, key }) => limiter.reward(key)));
}
