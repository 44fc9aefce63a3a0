/**
 * After a form was filled in, it is sent so much later: a winner who sees a typing mistake can mend it. Each change begins
 * this time anew.
 */
export const FORM_SENT_AFTER_MS = 120_000;

/** A form that a winner has filled in. */
export interface FormClaim {
  readonly activityId: string;
  readonly drawId: string;
  readonly uid: string;
  readonly sealedForm: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type ClaimResult =
  /** The form is recorded. */
  | { readonly kind: 'claimed' }
  /** Nothing was recorded: this user has no such delivery. */
  | { readonly kind: 'no_such_win' }
  /** Nothing was recorded: the prize is delivered without a form. */
  | { readonly kind: 'not_a_form' }
  /** Nothing was recorded: the time for it is over. */
  | { readonly kind: 'too_late' }
  /** Nothing was recorded: an earlier form is on its way, or may be. */
  | { readonly kind: 'already_sent' };

/** The forms of winners. */
export interface Claims {
  /**
   * Records the form in place of an earlier one, and when it is due to be sent, atomically: a sender that takes the
   * delivery at the same time takes it with one form or the other, and after that it is `already_sent`, also if the
   * sender has ended before it could say what came of it. Of two claims at the same time the later one stays.
   * @throws DependencyError if the store does not answer; then the form may be recorded or not, and can be sent again
   */
  claim(claim: FormClaim): Promise<ClaimResult>;
}
