/** A simulation that was ordered in the console. */
export interface SimulationRecord {
  readonly id: string;
  readonly activityId: string;
  /** Identifies the text and the pictures that are simulated. */
  readonly content: string;
  /** JSON. */
  readonly order: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Why it failed: `interrupted`, `stopped` or `error`; else `null`. */
  readonly failure: string | null;
  /** JSON; `null` unless it is done. */
  readonly report: string | null;
  readonly by: string;
  /** When it was ordered, in milliseconds since the epoch. */
  readonly at: number;
  /** How much of it is done, from 0 to 1. */
  readonly progress: number;
  /** When its process was last at work on it, or had it wait, in milliseconds since the epoch. */
  readonly seenAt: number;
}

/** So many of each activity are kept. */
export const KEPT_SIMULATIONS = 5;

/** Simulations, in the record store. Every method throws DependencyError if the store does not answer. */
export interface Simulations {
  /** Of this activity, the latest first; of a content alone, where it is given. */
  find(activityId: string, content?: string): Promise<readonly SimulationRecord[]>;
  /** Records it, or what became of it. Earlier ones that are too many are removed. */
  put(simulation: SimulationRecord): Promise<void>;
  /** Notes that its process is at work on it. @returns whether it is still waiting or running: else it was stopped */
  beat(beat: Pick<SimulationRecord, 'id' | 'progress' | 'seenAt'>): Promise<boolean>;
  /** Those that are waiting or running and were last seen before this moment are failed, as `interrupted`. */
  interrupt(seenBefore: number): Promise<void>;
}
