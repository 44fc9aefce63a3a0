import type { FormField } from '../draws/prize-delivery.ts';
import type { Delivery } from './delivery.ts';

/** A delivery, with its form. */
export interface WinnerDelivery extends Omit<Delivery, 'activityId' | 'uid' | 'wonAt' | 'endpoint'> {
  /** What the form asks for, in this order; empty where there is no form. */
  readonly fields: readonly FormField[];
  /** The form as it is sealed; `null` while there is none, and after it was erased. */
  readonly sealedForm: string | null;
}

/** The deliveries as their winners see them. */
export interface WinnerDeliveries {
  /**
   * The deliveries of these draws of this user, by draw id. A draw of somebody else is missing, and so is a win that has
   * not arrived in the record store yet: it does so some 100 ms after the draw.
   * @param drawIds at most some hundred
   * @throws DependencyError if the store does not answer
   */
  ofDraws(
    activityId: string,
    uid: string,
    drawIds: readonly string[],
  ): Promise<ReadonlyMap<string, WinnerDelivery>>;
}
