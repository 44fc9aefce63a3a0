import type { DeliveryMethod } from '../draws/prize-delivery.ts';

/** A win whose form was handed to those who deliver the prize. */
export interface SentForm {
  readonly drawId: string;
  /** That of the form as it was handed on. */
  readonly changedAt: number;
}

export type Marking =
  | { readonly kind: 'delivered' }
  /** It was marked before. */
  | { readonly kind: 'already' }
  /** There is no such win. */
  | { readonly kind: 'unknown' }
  /** It is not delivered by people; `endpoint` is where a form is sent to. */
  | { readonly kind: 'other_method'; readonly method: DeliveryMethod; readonly endpoint: string | null }
  /** The winner has not filled in the form. */
  | { readonly kind: 'no_form' }
  | { readonly kind: 'failed' };

/** What people hand over: prizes by hand, and those with a form that goes to no endpoint. */
export interface HandOvers {
  /**
   * Marks wins as sent whose form was received and is still the same. Others stay as they are.
   * @param sent at most 500
   * @returns how many were marked
   * @throws DependencyError if the store does not answer
   */
  markSent(activityId: string, sent: readonly SentForm[], at: number): Promise<number>;
  /**
   * Marks wins as delivered, all of them in one transaction; repeated, it changes nothing.
   * @param activityId `null`: the wins may be of any activity
   * @param drawIds at most 500
   * @param by who has handed them over; `null`: that is not known
   * @returns what became of each, by draw id
   * @throws DependencyError if the store does not answer
   */
  markDelivered(
    activityId: string | null,
    drawIds: readonly string[],
    at: number,
    by: string | null,
  ): Promise<ReadonlyMap<string, Marking>>;
}
