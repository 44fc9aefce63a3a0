import type { Permission } from './rate-limiter.ts';
import type { RequestOrigin } from './request-origin.ts';

/** Limits how often tokens are verified that were not valid before: anyone can invent such tokens, and each costs a call. */
export interface UnknownTokens {
  /** Counts one. It does not wait and does not throw. @param origin the request that brought the token */
  take(origin: RequestOrigin | undefined): Permission;
}

/** Where no stranger sends tokens, as in commands. */
export const unlimitedTokens: UnknownTokens = { take: () => ({ kind: 'granted' }) };
