import type { Look, Prize } from '../activity/activity-data.ts';

/**
 * Where a draw is, for the stage:
 * - `ready`: it waits, and invites.
 * - `drawing`: the server has been asked. The motion of the stage lasts as long as the answer takes, which may be
 *   minutes; a page that was closed during a draw begins with this.
 * - `revealing`: the answer is here (`outcome`). The stage comes to its end, and then emits `revealed`.
 * - `shown`: the result lies over the page. The stage stands as it ended.
 */
export type StagePhase = 'ready' | 'drawing' | 'revealing' | 'shown';

/** What the server has answered; the stage never guesses it. */
export type StageOutcome =
  | { readonly kind: 'won'; readonly prizeId: string; readonly name: string; readonly image: string }
  | { readonly kind: 'not_won' };

/** What each stage takes. */
export interface StageProps {
  readonly look: Look;
  /** For the addresses of pictures. */
  readonly activityId: string;
  /** As the activity lists them. A won prize may be missing among them. */
  readonly prizes: readonly Prize[];
  readonly phase: StagePhase;
  /** `null` until `revealing`. */
  readonly outcome: StageOutcome | null;
  /** Whether a draw may begin now: a chance is left, and nothing else is being done. */
  readonly enabled: boolean;
  /** Become `true` while `revealing`: the visitor does not want to wait any longer, so come to the end at once. */
  readonly hurry: boolean;
}

export interface StageEvents {
  /** The visitor has done the gesture of this stage. The host begins the draw, if it may. */
  draw: [];
  /** The end of `revealing` has been reached. */
  revealed: [];
}
