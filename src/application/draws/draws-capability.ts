import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';

/** What a kind offers whose visitors draw prizes. Its paths, its commands and its gauges follow from it. */
export interface DrawsCapability {
  /** The prizes and the rules of their drawing. */
  detailsOf(activity: Pick<Activity, 'details'>): DrawDetails;
}
