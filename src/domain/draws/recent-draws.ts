import type { DrawTime } from './draw-counts.ts';

/** What was archived lately, of many activities at once. Both methods throw DependencyError if the store does not answer. */
export interface RecentDraws {
  /** The activities in which somebody drew or earned in or after the minute of this moment. */
  activitiesSince(at: number): Promise<readonly string[]>;
  /** By hours; an activity without draws in that time is missing. */
  hoursOf(
    activityIds: readonly string[],
    span: { readonly from: number; readonly to: number },
  ): Promise<ReadonlyMap<string, readonly DrawTime[]>>;
}
