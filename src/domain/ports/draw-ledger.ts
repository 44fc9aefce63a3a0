import type { UserDraws } from '../user-draw-info.ts';

/** The book of draws: what was drawn, by whom, and what was won. */
export interface DrawLedger {
  /**
   * All that is booked for this user in this activity; `NO_DRAWS` for whoever never drew.
   * @throws DependencyFault if the store cannot say: zeros are never a guess
   */
  read(activityId: string, uid: string): Promise<UserDraws>;
}
