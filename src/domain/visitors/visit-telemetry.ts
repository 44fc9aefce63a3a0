import type { User } from './user.ts';

/**
 * Counts who came to an activity. Every method adds to numbers in memory: it does not throw and does not wait. No user's id is
 * kept.
 */
export interface VisitTelemetry {
  /**
   * A visitor was served the activity.
   * @param user `null` where the activity needs no login: the visit counts, and the visitor does not
   * @param from the `from` of the page's address, as it was sent
   */
  visited(activityId: string, user: Pick<User, 'uid' | 'zoneId'> | null, from: string | undefined): void;
  /** A draw was made; one that was made before and asked for again does not count. */
  drew(activityId: string, user: Pick<User, 'zoneId'>, from: string | undefined, won: boolean): void;
  /** @param code why a visitor got nothing: a refusal by a rule, or a fault. @param activityId of one that exists */
  refused(activityId: string, code: string): void;
}
