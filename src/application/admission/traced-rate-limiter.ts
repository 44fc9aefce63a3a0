import type { Tracer } from '../../domain/shared/tracer.ts';
import type { Permission, RateLimiter } from '../../domain/visitors/rate-limiter.ts';

/** A limiter that counts in Redis, each use of which is a span of its request. */
export class TracedRateLimiter implements RateLimiter {
  readonly #limiter: RateLimiter;
  readonly #tracer: Tracer;

  constructor(limiter: RateLimiter, tracer: Tracer) {
    this.#limiter = limiter;
    this.#tracer = tracer;
  }

  take(key: string): Permission | Promise<Permission> {
    const attributes = { 'db.system.name': 'redis', 'db.operation.name': 'rate_limit' };
    return this.#tracer.span({ name: 'redis rate_limit', kind: 'client', attributes }, async () =>
      this.#limiter.take(key),
    );
  }
}
