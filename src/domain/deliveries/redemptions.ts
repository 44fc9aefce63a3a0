import type { DeliveryState, WonPrizeFace } from './delivery.ts';

/** When and where a prize was handed over. */
export interface Redemption {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The name that the counter gave itself. */
  readonly place: string;
}

/** A win that is handed over at a counter. */
export interface CounterWin extends Pick<WonPrizeFace, 'name' | 'image'> {
  readonly activityId: string;
  readonly drawId: string;
  readonly uid: string;
  readonly state: DeliveryState;
  /** `null` until it is redeemed. */
  readonly redemption: Redemption | null;
}

export interface RedemptionOrder extends Redemption {
  readonly activityId: string;
  readonly drawId: string;
  /** The client's own key: the same key is the same redemption, also if its answer was lost. */
  readonly requestId: string;
}

export type RedeemResult =
  /** By this order, now or earlier (`replayed`). */
  | { readonly kind: 'redeemed'; readonly replayed: boolean; readonly win: CounterWin }
  /** By another order, or it is in a state in which nothing can be redeemed. */
  | { readonly kind: 'not_ready'; readonly win: CounterWin }
  | { readonly kind: 'missing' };

/** The wins that are handed over at a counter. */
export interface Redemptions {
  /**
   * @returns `undefined` where there is no such win, or it is not one of a counter, or it has not reached the record store
   * @throws DependencyError if the store does not answer
   */
  find(activityId: string, drawId: string): Promise<CounterWin | undefined>;
  /**
   * Redeems a win once: of any number of orders at the same instant, in any number of processes, one redeems, and the
   * others get its time and place.
   * @throws DependencyError if the store does not answer; whether it was redeemed shows a repeat
   */
  redeem(order: RedemptionOrder): Promise<RedeemResult>;
  /** What the order with this key did: the same as a repeat of it, but nothing is redeemed. */
  redeemedBy(order: Pick<RedemptionOrder, 'activityId' | 'drawId' | 'requestId'>): Promise<RedeemResult>;
}
