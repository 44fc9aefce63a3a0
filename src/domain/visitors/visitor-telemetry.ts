import type { RiskAction, RiskVerdict } from './risk-assessor.ts';

/*
 * Counts of sessions and passport calls. Every method adds to numbers in memory: it does not throw and does not wait.
 * No method gets a user's id.
 */

export type SessionTier = 'near' | 'redis' | 'memory';

export interface SessionTelemetry {
  /** A tier was asked for a session. `fault`: the tier did not answer. */
  sessionLookedUp(tier: SessionTier, result: 'hit' | 'miss' | 'fault'): void;
}

/**
 * The last four are results without a call. `remembered`: the passport answered the same token some seconds before,
 * and that answer was used again; `network_full`: the client's network had its share of the concurrent calls.
 */
export type PassportResult =
  | 'user'
  | 'refused'
  | 'fault'
  | 'remembered'
  | 'breaker_open'
  | 'bulkhead_full'
  | 'network_full';

export interface PassportTelemetry {
  /** @param seconds duration of the call; `null` where no call was made */
  passportAsked(result: PassportResult, seconds: number | null): void;
}

/** `verified`: the passport was to be asked; else which limit was used up. */
export type UnknownTokenResult = 'verified' | 'limited_network' | 'limited_all';

export interface UnknownTokenTelemetry {
  /** A token came that was not valid before. */
  unknownToken(result: UnknownTokenResult): void;
}

/** `fault`: there was no verdict. Of the last two no call was made. */
export type RiskResult = RiskVerdict | 'fault' | 'breaker_open' | 'bulkhead_full';

export interface RiskTelemetry {
  /** @param seconds duration of the call; `null` where no call was made */
  riskChecked(action: RiskAction, result: RiskResult, seconds: number | null): void;
}

export interface KeyFetchTelemetry {
  /** The keys of the issuer of tokens were fetched. `fault`: they could not be read. */
  keysFetched(result: 'ok' | 'fault'): void;
}
