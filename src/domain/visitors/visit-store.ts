/** Visits of an activity from a zone by a channel. */
export interface VisitCount {
  readonly activityId: string;
  /** `''`: without a login, or without a zone. */
  readonly zone: string;
  /** `''`: none. */
  readonly channel: string;
  readonly visits: number;
  readonly draws: number;
  readonly wins: number;
}

export interface RefusalCount {
  readonly activityId: string;
  readonly code: string;
  readonly count: number;
}

/** What visitors a sketch is of: all, those of the day of UTC, those of a zone, those of a channel. */
export type SketchKind = 'all' | 'day' | 'zone' | 'channel';

export interface CountedSketch {
  readonly activityId: string;
  readonly kind: SketchKind;
  /** The zone or the channel; of a day its date, such as `2026-11-11`; of all `''`. */
  readonly name: string;
  /** See `visit-sketch.ts`. */
  readonly registers: Uint8Array;
}

/** What one process has counted in some seconds. */
export interface VisitBatch {
  /** Identifies the batch: the process, and its number there, from 1. */
  readonly writer: string;
  readonly no: number;
  /** When it was counted, in milliseconds since the epoch. */
  readonly at: number;
  readonly counts: readonly VisitCount[];
  readonly refusals: readonly RefusalCount[];
  readonly sketches: readonly CountedSketch[];
}

/** Where the counts of all processes are added up. Both methods throw DependencyError if the store does not answer. */
export interface VisitStore {
  /** Adds a batch, in one transaction. After a fault it may be added or not; repeated, it is added once. */
  add(batch: VisitBatch): Promise<void>;
  /**
   * Removes what was counted before, a part at a time: visits by minute before `minutes`, all else (also draws by minute)
   * before `hours`. Totals, and draws by hour, stay. Times are milliseconds since the epoch.
   */
  removeBefore(limits: { readonly hours: number; readonly minutes: number }): Promise<void>;
}
