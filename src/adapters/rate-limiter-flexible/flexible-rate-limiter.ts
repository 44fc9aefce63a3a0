import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Permission, RateLimit, RateLimiter } from '../../domain/visitors/rate-limiter.ts';

const GRANTED: Permission = { kind: 'granted' };

/*
 * The share of the limit that a process grants by its own count. A count in Redis is a write, which `appendfsync always`
 * syncs to the disk; a user who draws by hand causes none.
 */
const OWN_SHARE = 0.1;

/** A limiter with several stages: when a user has used up one, the next one is asked. */
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

/** Counts in the memory of this process. */
export function memoryRateLimiter({ uses, windowSeconds }: RateLimit): RateLimiter {
  return new FlexibleRateLimiter([new RateLimiterMemory({ points: uses, duration: windowSeconds })]);
}

/**
 * Counts a tenth of the limit in this process, and the rest in Redis. While Redis is away, the rest is counted in this
 * process too.
 * @param keyPrefix the prefix of the keys in Redis
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
      // A user over the limit is refused without a call of Redis until the window ends.
      inMemoryBlockOnConsumed: shared.points,
      insuranceLimiter: new RateLimiterMemory(shared),
    }),
  ]);
}

/** Grants everything. */
export const unlimited: RateLimiter = { take: () => GRANTED };
