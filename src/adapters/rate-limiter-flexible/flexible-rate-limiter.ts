import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Permission, RateLimit, RateLimiter } from '../../domain/visitors/rate-limiter.ts';

const GRANTED: Permission = { kind: 'granted' };

/*
 * The part of the limit that a process grants by its own count. A count in Redis is a write, which `appendfsync
 * always` carries to the disk; nobody who draws at a person's pace costs one.
 */
const OWN_SHARE = 0.1;

/** A limiter that counts in stages: who has used up one is asked about at the next. */
export class FlexibleRateLimiter implements RateLimiter {
  readonly #stages: readonly RateLimiterAbstract[];

  constructor(stages: readonly RateLimiterAbstract[]) {
    this.#stages = stages;
  }

  async take(key: string): Promise<Permission> {
    let waitMs = 0;
    for (const stage of this.#stages) {
      try {
        await stage.consume(key);
        return GRANTED;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        waitMs = refusal.msBeforeNext;
      }
    }
    return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
  }
}

/** Counts in this process. */
export function memoryRateLimiter({ uses, windowSeconds }: RateLimit): RateLimiter {
  return new FlexibleRateLimiter([new RateLimiterMemory({ points: uses, duration: windowSeconds })]);
}

/**
 * Counts in Redis what is more than a tenth of the limit in this process. While Redis is away it is counted here.
 * @param keyPrefix what the keys in Redis begin with
 */
export function redisRateLimiter(
  { uses, windowSeconds }: RateLimit,
  client: unknown,
  keyPrefix: string,
): RateLimiter {
  const own = Math.floor(uses * OWN_SHARE);
  const shared = { points: uses - own, duration: windowSeconds };
  return new FlexibleRateLimiter([
    new RateLimiterMemory({ points: own, duration: windowSeconds }),
    new RateLimiterRedis({
      ...shared,
      storeClient: client,
      keyPrefix,
      rejectIfRedisNotReady: true,
      // Whoever is over the limit is refused without a question until the window is over.
      inMemoryBlockOnConsumed: shared.points,
      insuranceLimiter: new RateLimiterMemory(shared),
    }),
  ]);
}

/** Counts nothing. */
export const unlimited: RateLimiter = { take: async () => GRANTED };
