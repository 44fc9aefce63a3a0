/** A log of an activity that the relay moves no further: it is not the log that it has followed so far. */
export interface HaltedLog {
  readonly activityId: string;
  readonly log: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: string;
}

export interface RelayState {
  /** The age of the oldest entry that is not moved yet, 0 if all are; `null` if it is not known. */
  readonly lagSeconds: number | null;
  readonly halted: readonly HaltedLog[];
}

/** How far the relay is. */
export interface RelayStatus {
  /** @throws DependencyError if the store does not answer */
  current(): Promise<RelayState>;
}
