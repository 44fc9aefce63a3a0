import type { IRateLimiterOptions, RateLimiterAbstract } from 'rate-limiter-flexible';
import type { AttemptPermission, PinAttempt, PinAttempts } from '../../domain/deliveries/pin-attempts.ts';
import {
  beginAttempt,
  type Counter,
  giveBack,
  inMemory,
  inRedis,
  type MakeLimiter,
} from './counted-attempts.ts';

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

/** Counts by `rate-limiter-flexible`. */
export class FlexiblePinAttempts implements PinAttempts {
  readonly #ofWin: RateLimiterAbstract;
  readonly #ofAddress: RateLimiterAbstract;

  private constructor({ ofWin, ofAddress }: PinLimits, make: MakeLimiter) {
    this.#ofWin = make(ofWin, 'pin-win');
    this.#ofAddress = make(ofAddress, 'pin-address');
  }

  /** Counts in the memory of this process. */
  static inMemory(limits = PIN_LIMITS): FlexiblePinAttempts {
    return new FlexiblePinAttempts(limits, inMemory);
  }

  /** Counts in Redis, and in this process while Redis is away. */
  static inRedis(client: unknown, limits = PIN_LIMITS): FlexiblePinAttempts {
    return new FlexiblePinAttempts(limits, inRedis(client));
  }

  begin(attempt: PinAttempt): Promise<AttemptPermission> {
    return beginAttempt(this.#counters(attempt));
  }

  forgive(attempt: PinAttempt): Promise<void> {
    return giveBack(this.#counters(attempt));
  }

  #counters({ activityId, drawId, address }: PinAttempt): readonly Counter[] {
    return [
      { limiter: this.#ofAddress, key: `${activityId}:${address}` },
      { limiter: this.#ofWin, key: `${activityId}:${drawId}` },
    ];
  }
}
