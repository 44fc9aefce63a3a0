import type { Activity } from '../../../domain/activities/activity.ts';
import type { Problem } from '../../../domain/shared/problem.ts';

/** What activities need of the place where they are served: keys, endpoints. */
export interface ServingNeeds {
  /** What this activity needs and is not there. */
  missing(activity: Activity): readonly Problem[];
  /** Whether such an activity is refused there, as in production; else it is served, and deliveries wait. */
  readonly refuses: boolean;
  /** Whether activities that name no login get one there. */
  readonly hasLogin: boolean;
  /** Whether the login there knows the zone of a user. */
  readonly hasZones: boolean;
}

/** For a file that is looked at by itself. */
export const NO_NEEDS: ServingNeeds = {
  missing: () => [],
  refuses: false,
  hasLogin: false,
  hasZones: true,
};
