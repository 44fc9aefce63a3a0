/** By which identities each activity knows its users: a uid of another namespace may be the same text and another person. */
export interface ActivityNamespaces {
  /**
   * Fixes the namespaces of these activities, where none is fixed yet.
   * @throws DependencyError if the store does not answer; then it may be done or not
   */
  fix(activityIds: readonly string[], namespace: string): Promise<void>;
  /** @returns `null` where none is fixed. @throws DependencyError if the store does not answer */
  find(activityId: string): Promise<string | null>;
}
