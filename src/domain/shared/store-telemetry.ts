/** The operations of all stores, as metrics name them. */
export type StoreOperation =
  | 'session_get'
  | 'session_put'
  | 'read'
  | 'settle'
  | 'seed'
  | 'reveal'
  | 'awarded'
  | 'wins'
  | 'earn'
  | 'helps'
  | 'rules'
  | 'accept'
  | 'units';

/** Counts and durations of store operations. */
export interface StoreTelemetry {
  /**
   * Adds to numbers in memory: it does not throw and does not wait.
   * @param parents of an operation for several requests: the spans that wait for it
   */
  storeAnswered(
    operation: StoreOperation,
    result: 'ok' | 'fault',
    seconds: number,
    parents?: readonly string[],
  ): void;
}
