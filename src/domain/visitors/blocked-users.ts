/** A user whom an operator has kept out of all activities. */
export interface BlockedUser {
  readonly uid: string;
  readonly reason: string;
  /** The name of the operator. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The users who are blocked now, by operators. Every method throws DependencyError if the store does not answer. */
export interface BlockedUsers {
  /** Blocks a user, or replaces the reason of one who is blocked. @returns whether the user was not blocked before */
  block(user: Omit<BlockedUser, 'at'>): Promise<boolean>;
  /** @returns whether the user was blocked */
  unblock(uid: string): Promise<boolean>;
  find(uid: string): Promise<BlockedUser | null>;
  /** The latest first. @param before those blocked before this one; `null`: from the latest on */
  page(before: Pick<BlockedUser, 'uid' | 'at'> | null, limit: number): Promise<readonly BlockedUser[]>;
}
