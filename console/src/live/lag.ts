import type { LiveState } from '../../../src/adapters/koa/console/contract/live.ts';

/** From here on it is said: a state comes each second, and one may be late. */
const LATE_SECONDS = 3;

export interface Lag {
  /** `page`: nothing reaches this page; `ledger`, `records`: a store behind the service is away. */
  readonly where: 'page' | 'ledger' | 'records';
  readonly seconds: number;
}

/** Returns how far behind what is shown is; `null`: it is what is. `receivedAt` and `now` in milliseconds. */
export function lagOf(age: LiveState['age'] | null, receivedAt: number | null, now: number): Lag | null {
  if (receivedAt === null) return null;
  const seconds = Math.floor((now - receivedAt) / 1000);
  if (seconds >= LATE_SECONDS) return { where: 'page', seconds };
  const stores = (['ledger', 'records'] as const).flatMap((where) => {
    const away = age?.[where];
    return away == null ? [] : [{ where, seconds: Math.max(0, Math.round(away)) }];
  });
  return stores.sort((one, other) => other.seconds - one.seconds)[0] ?? null;
}
