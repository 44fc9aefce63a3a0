/*
 * What is counted while the service runs, for whoever watches over it. Every method only adds to numbers in
 * memory: it never throws and never waits. None is told who the visitor is.
 */

export type SessionTier = 'near' | 'redis' | 'memory';

export interface SessionTelemetry {
  /** A tier was asked for a session. `fault`: it could not say. */
  sessionLookedUp(tier: SessionTier, result: 'hit' | 'miss' | 'fault'): void;
}

/**
 * With the last four the passport was not asked. `remembered`: what it had answered to the same token some seconds
 * before was answered again; `network_full`: the client's network had its share of the calls under way.
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
  /** @param seconds how long the call took; `null` where none was made */
  passportAsked(result: PassportResult, seconds: number | null): void;
}

export type StoreOperation =
  | 'session_get'
  | 'session_put'
  | 'read'
  | 'settle'
  | 'seed'
  | 'reveal'
  | 'awarded';

export interface StoreTelemetry {
  storeAnswered(operation: StoreOperation, result: 'ok' | 'fault', seconds: number): void;
}

/** `refused`: no chance left, or the activity does not run. */
export type DrawResult = 'won' | 'nothing' | 'replayed' | 'refused';

export interface DrawTelemetry {
  /**
   * @param activityId of an activity that exists
   * @param prizeId what was won, with `won` alone
   */
  drawn(activityId: string, result: DrawResult, prizeId: string | null): void;
}
