import type { ReleaseContent } from './release.ts';

/** A text that is published at a time. */
export interface ScheduledRelease extends ReleaseContent {
  readonly id: string;
  readonly activityId: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  /** The release that everyone had when it was scheduled; 0: there was none. If there is another one, it is cancelled. */
  readonly besideNo: number;
  readonly author: string;
  readonly note: string;
}

/** What became of a scheduled release. */
export interface ScheduleOutcome {
  readonly kind: 'published' | 'cancelled';
  /** A code, such as `unexpected`, `invalid (CODE PATH)` or `by NAME`, an operator; empty where it was published. */
  readonly reason: string;
}

/** A scheduled release that was not published. */
export interface CancelledRelease
  extends Omit<ScheduledRelease, 'text' | 'content' | 'pictures'>,
    Pick<ScheduleOutcome, 'reason'> {
  /** When that was decided, in milliseconds since the epoch. */
  readonly at: number;
}

/** That an operator cancels it. */
export function cancelledBy(name: string): ScheduleOutcome {
  return { kind: 'cancelled', reason: `by ${name}` };
}

/** A reason, taken apart. */
export interface CancelReason {
  readonly code: string;
  /** Of `operator` the name; of `invalid` the code and the path of the problem; else `null`. */
  readonly detail: string | null;
}

export function cancelReasonOf(reason: string): CancelReason {
  if (reason.startsWith('by ')) return { code: 'operator', detail: reason.slice('by '.length) };
  const [, code = reason, detail = null] = /^(\w+) \((.*)\)$/s.exec(reason) ?? [];
  return { code, detail };
}

/** Which scheduled releases; what is left out restricts nothing. */
export interface OpenSchedule {
  /** Those that are due by then, in milliseconds since the epoch. */
  readonly by?: number;
  readonly activityId?: string;
}

/** Every method throws DependencyError if the store does not answer. */
export interface ScheduledReleases {
  add(scheduled: ScheduledRelease): Promise<void>;
  /** Those that are open, by the time that they are due. */
  open(which?: OpenSchedule): Promise<readonly ScheduledRelease[]>;
  /** Of this activity, the latest first. */
  cancelled(activityId: string, limit: number): Promise<readonly CancelledRelease[]>;
  /** @returns whether it was still open */
  close(id: string, outcome: ScheduleOutcome, at: number): Promise<boolean>;
}
