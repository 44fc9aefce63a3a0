import type { Phase } from '../../domain/activities/activity.ts';
import type { Refusal } from '../../domain/activities/result.ts';
import type { GateCheck } from '../admission/activity-gate.ts';
import type { SideReason } from './release-side.ts';

/** Why a visitor is served or refused. */
export interface Explanation {
  readonly activityId: string;
  /** ISO 8601. */
  readonly at: string;
  /** `draft`: the activity as its file has it, which may be another than what visitors get. */
  readonly source: 'published' | 'draft';
  /** The release that the visitor gets; `null` for a draft, or where there is none. */
  readonly releaseNo: number | null;
  /** `null`: no rollout is under way, or the visitor is not known. */
  readonly side: SideReason | null;
  readonly uid: string | null;
  readonly zoneId: string | null;
  /** As the token or the passport has it; `null`: none is known. */
  readonly displayName: string | null;
  /** The result of `static`, and of `draw`. */
  readonly static: ResultKind;
  readonly draw: ResultKind;
  readonly steps: readonly ExplainedStep[];
}

/** `other_identities`: no refusal, but a fault: the activity knows its users by other identities than the service. */
export type ResultKind = 'served' | 'other_identities' | Refusal['kind'];

/** One check, and its result. */
export interface ExplainedStep {
  readonly check: GateCheck | 'release' | 'login' | 'chances' | 'blocked' | 'guarantee' | 'budget' | 'prize';
  readonly passed: boolean;
  readonly reason: Reason;
}

/** The facts of a step. A catalogue for each language makes a sentence of them. */
export type Reason =
  | { readonly code: 'taken_on_trust' }
  | { readonly code: 'activity_found' }
  | { readonly code: 'activity_missing' }
  /** `candidateNo`: the release that only some users get; `null`: no rollout is under way. */
  | { readonly code: 'published'; readonly releaseNo: number; readonly candidateNo: number | null }
  | { readonly code: 'not_published' }
  | { readonly code: 'removed' }
  | { readonly code: 'release_unreadable'; readonly releaseNo: number }
  | { readonly code: 'not_paused' }
  | { readonly code: 'paused' }
  | SideReason
  | { readonly code: 'login_needed' }
  | { readonly code: 'no_login_needed' }
  /** `fixed`: by which identities the activity knows its users; `null`: by none yet. `own`: those of the service. */
  | { readonly code: 'namespace'; readonly fixed: string | null; readonly own: string }
  | { readonly code: 'namespace_unknown' }
  | { readonly code: 'token_given' }
  | { readonly code: 'token_missing' }
  | { readonly code: 'token_known' }
  | { readonly code: 'token_refused' }
  /** `at`: ISO 8601. */
  | { readonly code: 'user_blocked'; readonly by: string; readonly why: string; readonly at: string }
  | { readonly code: 'user_blocked_by_setting' }
  | { readonly code: 'user_not_blocked' }
  | { readonly code: 'user_blocks_unknown' }
  | { readonly code: 'zones_not_checked' }
  | { readonly code: 'zone_admitted' }
  | { readonly code: 'zone_not_listed'; readonly zones: readonly string[] }
  /** Times are ISO 8601; `null` where the window is open on that side. */
  | {
      readonly code: 'window';
      readonly phase: Phase;
      readonly startsAt: string | null;
      readonly endsAt: string | null;
    }
  | { readonly code: 'nobody_to_draw_for' }
  | ChancesReason
  | { readonly code: 'blocked' }
  | { readonly code: 'not_blocked' }
  /** `streak`: the user's draws in a row without a prize of value, before this one. */
  | { readonly code: 'guarantee'; readonly prize: string; readonly after: number; readonly streak: number }
  /** In whole cents. */
  | { readonly code: 'budget'; readonly spent: number; readonly budget: number }
  | PrizeReason;

export interface ChancesReason {
  readonly code: 'chances';
  readonly drawnToday: number;
  readonly drawnTotal: number;
  /** What is left of the day's own; `null` without a limit. */
  readonly daily: number | null;
  /** Earned and not used, and earned in all. */
  readonly earned: number;
  readonly earnedInAll: number;
  /** The local day of the account's last draw where it is ahead of the clock, else `null`. */
  readonly dayAhead: string | null;
}

/** What becomes of a ticket that falls on a prize, or on none. */
export interface PrizeReason {
  readonly code: 'prize';
  /** `null` for a ticket on no prize. */
  readonly drawn: string | null;
  /** What is won; `null` for nothing. */
  readonly won: string | null;
  /** Whether it is won in place of what was drawn because the guarantee is due. */
  readonly isGuaranteed: boolean;
  /** `null` for a ticket on no prize. */
  readonly state: PrizeState | null;
  readonly awarded: number;
  /** Of the drawn prize; `null` without a limit. */
  readonly limit: number | null;
  /** What one of the drawn prize costs, in whole cents. */
  readonly cost: number;
  /** How many of the drawn prize the user has won. */
  readonly userHas: number;
  /** How many draws the user has to make before the drawn prize can be won. */
  readonly drawsMissing: number;
}

/** Why the drawn prize can be won, or cannot. */
export type PrizeState =
  | 'available'
  | 'locked'
  | 'user_has_enough'
  | 'not_released'
  | 'no_code'
  | 'all_awarded'
  | 'over_budget';
