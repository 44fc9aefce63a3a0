import type { HaltReason } from './relay-store.ts';

export interface HaltedLog {
  readonly activityId: string;
  readonly log: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason: HaltReason;
}

/* A relay that was killed is missed for so long at most. */
export const RELAY_LEASE_MS = 10_000;

/** How the archive is behind. */
export interface RelayState {
  /**
   * For how many seconds the oldest entry has waited that is known not to be archived, or for how long no relay has been at
   * work; 0 while all is well, and before the first relay. Where the clock of the last relay was ahead, nobody knows since
   * when none has been at work: it is then for how long it was ahead.
   */
  readonly lagSeconds: number;
  readonly halted: readonly HaltedLog[];
}

/** The relay's state, as any process can read it from the record store. */
export interface RelayStatus {
  /** @param now milliseconds since the epoch @throws DependencyError if the store does not answer */
  state(now: number): Promise<RelayState>;
}

/** Where the relay notes its state. */
export interface RelayNotes {
  /**
   * @param behindSince when the oldest entry was made that is known not to be archived; `null` where there is none
   * @throws DependencyError if the store does not answer
   */
  note(behindSince: number | null): Promise<void>;
}
