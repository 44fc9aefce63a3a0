import type { Entropy } from '../shared/entropy.ts';

/* Six digits are typed without a mistake, and counted tries protect them; see PinAttempts. */
const PIN_DIGITS = 6;

export const pinPattern = /^\d{6,12}$/;

/** A PIN that nobody can guess. */
export function newPin(entropy: Entropy): string {
  // 52 bits: the first PINs are no likelier than the others by more than one in a billion.
  const random = Number.parseInt(entropy.hex(7).slice(0, 13), 16);
  return `${random % 10 ** PIN_DIGITS}`.padStart(PIN_DIGITS, '0');
}

export type PinCheck = 'right' | 'wrong' | 'not_set';

/** The PIN by which the staff of an activity's counters show that they are staff. Only a slow hash of it is stored. */
export interface StaffPins {
  /** Sets or replaces the PIN; from now on, no process takes the earlier one. @throws DependencyError */
  set(activityId: string, pin: string, at: number): Promise<void>;
  /** Takes the same time for every wrong PIN. @throws DependencyError if the store does not answer */
  check(activityId: string, pin: string): Promise<PinCheck>;
}
