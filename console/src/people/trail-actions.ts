/** The actions of the trail in groups, for the choice of a filter; their words are `people.trail.actions`. */
export const TRAIL_ACTIONS = {
  publish: [
    'publish',
    'schedule',
    'cancel_schedule',
    'approve',
    'roll_out',
    'widen',
    'promote',
    'abort',
    'roll_back',
    'pause',
    'resume',
    'restock',
    'codes_checked',
    'codes_imported',
  ],
  edit: [
    'create',
    'duplicate',
    'save_draft',
    'rebase_draft',
    'discard_draft',
    'add_picture',
    'remove_picture',
    'simulate',
    'stop_simulation',
  ],
  sign: [
    'sign_in',
    'sign_in_failed',
    'sign_in_refused',
    'sign_out',
    'link_used',
    'password_changed',
    'password_refused',
    'sessions_ended',
  ],
  people: ['operator_added', 'operator_changed', 'operator_link', 'token_added', 'token_revoked'],
  support: [
    'form_seen',
    'winners_exported',
    'chances_granted',
    'delivery_resent',
    'delivery_done',
    'prize_redeemed',
    'user_sessions_ended',
    'user_blocked',
    'user_unblocked',
  ],
  trial: ['test_link_made', 'test_link_revoked'],
  unfinished: ['unfinished'],
} as const;

/** Which entries are shown. */
export interface TrailFilter {
  readonly operator?: string;
  readonly activity_id?: string;
  readonly action?: string;
}
