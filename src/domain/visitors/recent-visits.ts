import type { Span } from './visit-counts.ts';

/** Visits of many activities at once. */
export interface RecentVisits {
  /** By whole hours; an activity without visits is missing. @throws DependencyError if the store does not answer */
  visitsOf(activityIds: readonly string[], span: Span): Promise<ReadonlyMap<string, number>>;
}
