import type { Activity } from '../activities/activity.ts';
import { type Audience, membersOf } from './audience.ts';
import { isServedBeside } from './candidate-refusal.ts';

/** What is served of an activity. */
export interface ServedActivity {
  /** As everyone gets it who does not get the candidate. */
  readonly activity: Activity;
  readonly isPaused: boolean;
  /** `null`: no rollout is under way. */
  readonly candidate: ServedCandidate | null;
}

export interface ServedCandidate {
  readonly activity: Activity;
  has(user: { readonly uid: string; readonly zoneId: string | null }): boolean;
}

/** The candidate of a rollout beside what everyone has; `null`: it is not served beside that. */
export function servedCandidate(
  stable: Activity,
  candidate: Activity,
  audience: Audience,
): ServedCandidate | null {
  if (!isServedBeside(stable, candidate)) return null;
  return { activity: candidate, has: membersOf(audience, stable.id) };
}

/** The releases that this process serves, in memory. */
export interface ServedReleases {
  /**
   * `undefined` if there is no such activity.
   * @throws DependencyError while nothing was loaded yet
   */
  served(activityId: string): ServedActivity | undefined;
}

/** The activity as this user gets it. */
export function releaseFor(
  { activity, candidate }: ServedActivity,
  user: { readonly uid: string; readonly zoneId: string | null },
): Activity {
  return candidate?.has(user) ? candidate.activity : activity;
}
