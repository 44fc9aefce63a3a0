import type { AttemptPermission } from './pin-attempts.ts';

/** Limits how many codes that are none one operator shows. */
export interface CodeAttempts {
  /**
   * Counts an attempt, before the code is read: of many at the same instant, no more than the limit are read. It does not
   * reject: while the store fails, each process counts alone.
   */
  begin(operatorId: string): Promise<AttemptPermission>;
  /** Takes the count back: the code is one of ours. */
  forgive(operatorId: string): Promise<void>;
}
