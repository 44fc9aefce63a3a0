import type { DeliveryMethod } from '../draws/prize-delivery.ts';
import type { Delivery, DeliveryState } from './delivery.ts';

/** Which wins are listed; `null` leaves out none. */
export interface WonFilter {
  readonly states: readonly DeliveryState[] | null;
  readonly methods: readonly DeliveryMethod[] | null;
  /** Won at this time or later, in milliseconds since the epoch. */
  readonly since: number | null;
}

/** A win as it is listed. */
export interface ListedWin extends Delivery {
  /** `null` where there is none, or it was erased. */
  readonly form: { readonly sealed: string; readonly changedAt: number } | null;
  /** Whether the record store does not have it yet. */
  readonly isUnmoved: boolean;
}

/** How far one log of an activity has been moved to the record store. */
export interface MovedTo {
  /** As `DrawLog` names it. */
  readonly log: string;
  /** The number of the latest entry that was moved. */
  readonly seq: number;
  /** Whether it does not go on until an operator has looked at it. */
  readonly isHalted: boolean;
}

/** The wins of the record store. Every method throws DependencyError if it does not answer. */
export interface WonList {
  /** Of each log of which something was moved. */
  movedTo(activityId: string): Promise<readonly MovedTo[]>;
  /**
   * In the order in which they were won, in pages, so that they need not fit in memory. Each page is as the store is when
   * it is read; none is listed twice.
   */
  wins(activityId: string, filter: WonFilter): AsyncIterable<readonly ListedWin[]>;
}
