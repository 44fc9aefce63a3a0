import type { DeliveryMethod, FormField } from '../draws/prize-delivery.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

/** A delivery with what became of it. Times are milliseconds since the epoch. */
export interface KeptDelivery extends Delivery {
  readonly changedAt: number;
  /** Who marked it as handed over, or where a counter redeemed it; `null` where that is nobody, or not known. */
  readonly by: string | null;
  readonly attempts: number;
  /** When the next attempt may be made; `null` where none is to come. */
  readonly dueAt: number | null;
  readonly lastError: string | null;
  /** What its form asks; empty without a form. */
  readonly fields: readonly FormField[];
  /** When the form was last changed; `null` where there is none, or it was erased. */
  readonly formChangedAt: number | null;
}

/** Where a page ends: before this win. */
export type DeliveryPosition = Pick<Delivery, 'wonAt' | 'drawId'>;

export interface PageFilter {
  readonly activityId: string;
  /** `null` leaves out none. */
  readonly state: DeliveryState | null;
  readonly method: DeliveryMethod | null;
  /** `null`: from the latest win on. */
  readonly before: DeliveryPosition | null;
  readonly limit: number;
}

export interface DeliveryPage {
  /** The latest wins first. */
  readonly deliveries: readonly KeptDelivery[];
  /** Of the page with the older ones; `null`: there are none. */
  readonly next: DeliveryPosition | null;
}

export interface DeliveryTotals {
  readonly byState: Readonly<Record<DeliveryState, number>>;
  /** How many failed ones `DeliveryDesk.retry` sends again where it is asked for all of the activity. */
  readonly resendable: number;
}

/** The deliveries, in pages that cost the same however many there are. All methods throw DependencyError if the store does not answer. */
export interface DeliveryPages {
  /**
   * With a method, it looks at a bounded number of wins: such a page may have fewer than `limit`, also none, and a `next`.
   */
  page(filter: PageFilter): Promise<DeliveryPage>;
  ofUser(
    activityId: string,
    uid: string,
    before: DeliveryPosition | null,
    limit: number,
  ): Promise<DeliveryPage>;
  /** By draw id. One that has not reached the store is missing. @param drawIds at most 500 */
  ofDraws(activityId: string, drawIds: readonly string[]): Promise<ReadonlyMap<string, KeptDelivery>>;
  /** @param upTo each is counted up to it */
  totals(activityId: string, upTo: number): Promise<DeliveryTotals>;
}
