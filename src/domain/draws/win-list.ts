import type { Win } from './account.ts';

/** The wins of one user, in pages. */
export interface WinList {
  /**
   * The wins before the `before`-th (from 0, oldest first), at most `limit` of them, oldest first.
   * @param before `null`: the latest ones
   * @throws DependencyError if the store does not answer
   */
  wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]>;
}
