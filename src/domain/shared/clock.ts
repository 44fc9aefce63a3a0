/** The wall clock. */
export interface Clock {
  /** Milliseconds since the epoch. May jump in both directions. */
  now(): number;
}
