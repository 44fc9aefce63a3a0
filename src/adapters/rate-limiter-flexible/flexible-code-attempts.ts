import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { CodeAttempts } from '../../domain/deliveries/code-attempts.ts';
import type { AttemptPermission } from '../../domain/deliveries/pin-attempts.ts';
import { beginAttempt, giveBack, inMemory, inRedis, type MakeLimiter } from './counted-attempts.ts';

/*
 * Codes of other services, and menus, are scanned by mistake. A ticket has a signature of 132 bits: it is not found by
 * trying, and the limit keeps those who try from the signature's check.
 */
export const CODE_LIMIT = { points: 20, duration: 600 } as const;

/** Counts by `rate-limiter-flexible`. */
export class FlexibleCodeAttempts implements CodeAttempts {
  readonly #ofOperator: RateLimiterAbstract;

  private constructor(make: MakeLimiter) {
    this.#ofOperator = make(CODE_LIMIT, 'code-operator');
  }

  /** Counts in the memory of this process. */
  static inMemory(): FlexibleCodeAttempts {
    return new FlexibleCodeAttempts(inMemory);
  }

  /** Counts in Redis, and in this process while Redis is away. */
  static inRedis(client: unknown): FlexibleCodeAttempts {
    return new FlexibleCodeAttempts(inRedis(client));
  }

  begin(operatorId: string): Promise<AttemptPermission> {
    return beginAttempt([{ limiter: this.#ofOperator, key: operatorId }]);
  }

  forgive(operatorId: string): Promise<void> {
    return giveBack([{ limiter: this.#ofOperator, key: operatorId }]);
  }
}
