import type { ActivitySummary } from './activity.ts';

/** Why a winner's form is not taken. */
export const NOT_CLAIMABLE = ['no_such_win', 'not_a_form', 'too_late', 'already_sent', 'denied'] as const;
export type NotClaimable = (typeof NOT_CLAIMABLE)[number];

/** A refusal by a rule of the activity. */
export type Refusal =
  | { readonly kind: 'no_such_activity' }
  | { readonly kind: 'paused'; readonly summary: ActivitySummary }
  | { readonly kind: 'not_started'; readonly summary: ActivitySummary }
  | { readonly kind: 'ended'; readonly summary: ActivitySummary }
  | { readonly kind: 'not_logged_in'; readonly summary: ActivitySummary }
  | { readonly kind: 'token_refused'; readonly summary: ActivitySummary }
  | { readonly kind: 'zone_not_allowed'; readonly summary: ActivitySummary }
  /** An operator has blocked the user in all activities. */
  | { readonly kind: 'user_blocked'; readonly summary: ActivitySummary }
  /** The risk check asks for proof that a person is there, such as a captcha. */
  | { readonly kind: 'proof_needed'; readonly summary: ActivitySummary }
  | { readonly kind: 'no_chance'; readonly summary: ActivitySummary }
  | { readonly kind: 'already_earned'; readonly summary: ActivitySummary }
  /** The activity does not offer what a parameter asks for. */
  | { readonly kind: 'not_offered'; readonly field: string }
  /** A value is not one that is asked for; its name, such as `form.phone`. */
  | { readonly kind: 'bad_value'; readonly field: string }
  | { readonly kind: 'not_claimable'; readonly reason: NotClaimable }
  /** Whole seconds, at least 1. */
  | { readonly kind: 'too_many_draws'; readonly retryAfterSeconds: number }
  /** The token was not looked at: too many unknown ones come, from this network or in all. Whole seconds, at least 1. */
  | { readonly kind: 'too_many_tokens'; readonly retryAfterSeconds: number };

/** Every expected result of a visit. Faults are not among them: they are thrown. */
export type Result<Data> = { readonly kind: 'served'; readonly data: Data } | Refusal;
