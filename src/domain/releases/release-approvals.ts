/** That a person has approved a text with its pictures. Another text or picture is not approved. */
export interface Approval {
  readonly activityId: string;
  readonly content: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Every method throws DependencyError if the store does not answer. */
export interface ReleaseApprovals {
  approve(approval: Approval): Promise<void>;
  /** Of these contents of activities, in no order. */
  of(contents: readonly Pick<Approval, 'activityId' | 'content'>[]): Promise<readonly Approval[]>;
}
