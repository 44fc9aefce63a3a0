/** The wall clock. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, as servers' clocks do. */
  now(): number;
}
