/** Whom and what the gate keeps out beside the rules of an activity. */
export interface KeptOut {
  /** Whether an operator has blocked the user. Asked at each visit: it does not wait. */
  isBlocked(uid: string): boolean;
  /**
   * The identities by which the activity knows its users, if they are other ones than those of this service: then its uids may
   * be those of other persons. `null`: they are the same, or none is fixed yet.
   */
  foreignNamespace(activityId: string): string | null;
}

/** In commands, which look it up themselves, and in trials of drafts. */
export const nothingKeptOut: KeptOut = { isBlocked: () => false, foreignNamespace: () => null };
