import type { LedgerBook } from '../../../domain/draws/draw-log.ts';

/** What was awarded of the prizes of an activity. */
export interface Awards {
  /** `null` where that is not known: nothing was ever drawn, or the store of draws does not answer. */
  of(activityId: string): Promise<Pick<LedgerBook, 'awarded' | 'spent'> | null>;
}
