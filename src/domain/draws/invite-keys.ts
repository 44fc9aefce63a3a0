/** The secrets by which the uids in invitations are hidden. Unlike seeds, they are never published. */
export interface InviteKeys {
  /**
   * The activity's key, always the same: `fresh` (hex of 32 random bytes) becomes it if there is none, atomically.
   * @throws DependencyError if the store does not answer or refuses to write
   */
  inviteKey(activityId: string, fresh: string): Promise<string>;
}
