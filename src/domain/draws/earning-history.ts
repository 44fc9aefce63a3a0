import type { EarningEntry } from './draw-log.ts';

/** Where a page of earnings ends: before this one. */
export type EarningPosition = Pick<EarningEntry, 'at' | 'seq'>;

/** The chances that users have earned, as far as they are archived. */
export interface EarningHistory {
  /**
   * The latest ones first.
   * @param before `null`: from the latest one on
   * @throws DependencyError if the store does not answer
   */
  earningsOf(
    activityId: string,
    uid: string,
    before: EarningPosition | null,
    limit: number,
  ): Promise<readonly EarningEntry[]>;
}
