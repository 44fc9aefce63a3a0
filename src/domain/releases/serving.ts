import type { Audience } from './audience.ts';

/** Where the text of an activity comes from. */
export type Manager = 'files' | 'console';

/** A release that only some users get. */
export interface Candidate {
  readonly no: number;
  readonly audience: Audience;
  /** The release that everyone had when the rollout began. */
  readonly besideNo: number;
}

/** What is served of an activity. */
export interface Serving {
  /** The release that everyone gets who does not get the candidate. */
  readonly no: number;
  /** `null`: no rollout is under way. */
  readonly candidate: Candidate | null;
  readonly isPaused: boolean;
  /** Whether the activity was removed: to visitors there is none. */
  readonly isRemoved: boolean;
  readonly managedBy: Manager;
  /** The `content` of what was last taken from the activity's folder; `null`: nothing yet. */
  readonly draft: string | null;
}

/** The release that everyone gets; 0: none. */
export function servedNo(serving: Pick<Serving, 'no' | 'isRemoved'> | null): number {
  return serving && !serving.isRemoved ? serving.no : 0;
}

/** Of the release that everyone gets, and of the candidate; also where the activity was removed. */
export function releaseNumbersOf({ no, candidate }: Pick<Serving, 'no' | 'candidate'>): readonly number[] {
  return candidate ? [no, candidate.no] : [no];
}

/** The same of what is served: none where the activity was removed. */
export function servedNumbersOf(serving: Pick<Serving, 'no' | 'candidate' | 'isRemoved'>): readonly number[] {
  return serving.isRemoved ? [] : releaseNumbersOf(serving);
}

export type ReleaseAction =
  | 'publish'
  | 'roll_back'
  | 'pause'
  | 'resume'
  | 'roll_out'
  | 'widen'
  | 'promote'
  | 'abort'
  | 'remove';

/** A change of what is served. The latest one of an activity says what is served; none is ever changed. */
export interface ServingChange {
  readonly activityId: string;
  /** Over all activities, growing, in the order in which the changes were recorded. */
  readonly version: number;
  readonly action: ReleaseAction;
  /** Milliseconds since the epoch, by the clock of the store. */
  readonly at: number;
  /**
   * From when its releases are served, by the same clock: by then each process has read the change, so that all begin at
   * the same moment. A pause, and its end, take force where they are read.
   */
  readonly inForceAt: number;
  readonly author: string;
  readonly note: string;
  readonly serving: Serving;
}
