/** That a person has approved a text with its pictures. Another text or picture is not approved. */
export interface Approval {
  readonly activityId: string;
  readonly content: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Whether one of these approvals is of this content, and by another person than its author. */
export function isApproved(
  approvals: readonly Approval[],
  { activityId, content, author }: Pick<Approval, 'activityId' | 'content'> & { readonly author: string },
): boolean {
  return approvals.some(
    (each) => each.activityId === activityId && each.content === content && each.by !== author,
  );
}

/** Every method throws DependencyError if the store does not answer. */
export interface ReleaseApprovals {
  approve(approval: Approval): Promise<void>;
  /** Of these contents of activities, in no order. */
  of(contents: readonly Pick<Approval, 'activityId' | 'content'>[]): Promise<readonly Approval[]>;
}
