/* Six digits are typed without a mistake, and counted tries protect them; see PinAttempts. */
export const PIN_DIGITS = 6;

export const pinPattern = /^\d{6,12}$/;

export type PinCheck = 'right' | 'wrong' | 'not_set';

/** The PIN by which the staff of an activity's counters show that they are staff. Only a slow hash of it is stored. */
export interface StaffPins {
  /** Sets or replaces the PIN; from now on, no process takes the earlier one. @throws DependencyError */
  set(activityId: string, pin: string, at: number): Promise<void>;
  /** Takes the same time for every wrong PIN. @throws DependencyError if the store does not answer */
  check(activityId: string, pin: string): Promise<PinCheck>;
}
