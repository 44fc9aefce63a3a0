import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { AttemptPermission, PinAttempt, PinAttempts } from '../../domain/deliveries/pin-attempts.ts';

export interface PinLimits {
  readonly ofWin: IRateLimiterOptions;
  readonly ofAddress: IRateLimiterOptions;
}

/*
 * Of a million PINs, one win lets 240 be tried a day, from however many addresses. The shops of a chain may share one
 * address, and all have the earlier PIN for a moment when it is changed, so that limit is higher; it is for who has many
 * wins.
 */
export const PIN_LIMITS: PinLimits = {
  ofWin: { points: 10, duration: 3600 },
  ofAddress: { points: 30, duration: 600 },
};

type Make = (limit: IRateLimiterOptions, name: string) => RateLimiterAbstract;

/** Counts by `rate-limiter-flexible`. */
export class FlexiblePinAttempts implements PinAttempts {
  readonly #ofWin: RateLimiterAbstract;
  readonly #ofAddress: RateLimiterAbstract;

  private constructor({ ofWin, ofAddress }: PinLimits, make: Make) {
    this.#ofWin = make(ofWin, 'win');
    this.#ofAddress = make(ofAddress, 'address');
  }

  /** Counts in the memory of this process. */
  static inMemory(limits = PIN_LIMITS): FlexiblePinAttempts {
    return new FlexiblePinAttempts(limits, (limit) => new RateLimiterMemory(limit));
  }

  /** Counts in Redis, and in this process while Redis is away. */
  static inRedis(client: unknown, limits = PIN_LIMITS): FlexiblePinAttempts {
    return new FlexiblePinAttempts(
      limits,
      (limit, name) =>
        new RateLimiterRedis({
          ...limit,
          storeClient: client,
          keyPrefix: `cms:rate:pin-${name}`,
          rejectIfRedisNotReady: true,
          insuranceLimiter: new RateLimiterMemory(limit),
        }),
    );
  }

  async begin(attempt: PinAttempt): Promise<AttemptPermission> {
    const counted: Counter[] = [];
    for (const counter of this.#counters(attempt)) {
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

  async forgive(attempt: PinAttempt): Promise<void> {
    await giveBack(this.#counters(attempt));
  }

  #counters({ activityId, drawId, address }: PinAttempt): readonly Counter[] {
    return [
      { limiter: this.#ofAddress, key: `${activityId}:${address}` },
      { limiter: this.#ofWin, key: `${activityId}:${drawId}` },
    ];
  }
}

interface Counter {
  readonly limiter: RateLimiterAbstract;
  readonly key: string;
}

async function giveBack(counters: readonly Counter[]): Promise<void> {
  await Promise.all(counters.map(({ limiter, key }) => limiter.reward(key)));
}
