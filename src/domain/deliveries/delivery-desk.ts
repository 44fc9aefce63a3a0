import type { DeliveryMethod } from '../draws/prize-delivery.ts';
import type { DeliveryState } from './delivery.ts';

/** How many deliveries are alike. */
export interface DeliveryCount {
  readonly activityId: string;
  readonly method: DeliveryMethod;
  /** `null` without one. */
  readonly endpoint: string | null;
  readonly state: DeliveryState;
  readonly count: number;
}

/** A delivery as an operator sees it. Times are milliseconds since the epoch. */
export interface ListedDelivery {
  readonly activityId: string;
  readonly drawId: string;
  readonly uid: string;
  readonly prizeId: string;
  readonly name: string;
  readonly method: DeliveryMethod;
  readonly endpoint: string | null;
  readonly state: DeliveryState;
  readonly wonAt: number;
  readonly attempts: number;
  /** When the next attempt may be made; `null` where none is to come. */
  readonly dueAt: number | null;
  readonly lastError: string | null;
}

export interface DeliveryFilter {
  /** `null`: of all activities. */
  readonly activityId: string | null;
  readonly state: DeliveryState;
  readonly limit: number;
}

/** Which failed deliveries are tried again; `null` where it does not matter. */
export interface RetryFilter {
  readonly activityId: string | null;
  readonly endpoint: string | null;
  readonly drawIds: readonly string[] | null;
}

/** What operators see and do. All methods throw a DependencyError if the store does not answer. */
export interface DeliveryDesk {
  /** Of all activities where `activityId` is `null`. In the order of activity, method, endpoint, state. */
  counts(activityId: string | null): Promise<readonly DeliveryCount[]>;
  /** The latest wins first. */
  list(filter: DeliveryFilter): Promise<readonly ListedDelivery[]>;
  /**
   * Makes failed deliveries due, in the order of their wins, with all attempts before them. One whose form was erased stays
   * failed; so does one whose unit another draw has, unless it is named. Interrupted, it has done a part, and may be repeated.
   * @returns how many
   */
  retry(filter: RetryFilter, now: number): Promise<number>;
}
