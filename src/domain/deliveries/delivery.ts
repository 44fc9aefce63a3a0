import type { DeliveryMethod } from '../draws/prize-delivery.ts';

/**
 * How far a delivery is. `preparing`: on its way, with nothing to do for the winner; `ready`: the winner can have it;
 * `sent`: handed to those who deliver it; `delivered`, `redeemed` and `failed` are final, but for an operator's `retry`.
 */
export const DELIVERY_STATES = [
  'preparing',
  'ready',
  'form_wanted',
  'form_received',
  'sent',
  'delivered',
  'redeemed',
  'failed',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A win as it was made, so that it keeps its face when the file has changed or is gone. */
export interface WonPrizeFace {
  readonly name: string;
  readonly image: string | null;
  readonly claim: string | null;
  readonly claimUrl: string | null;
  /** As the rules have it, such as `10.00`; `null` without one. */
  readonly value: string | null;
}

/** One win on its way to the winner. There is one for each draw that won. */
export interface Delivery extends WonPrizeFace {
  readonly activityId: string;
  /** Identifies the delivery within the activity; a webhook's `webhook-id`. */
  readonly drawId: string;
  readonly uid: string;
  readonly prizeId: string;
  readonly unit: number;
  readonly method: DeliveryMethod;
  /** The name of the webhook endpoint; `null` without one. */
  readonly endpoint: string | null;
  readonly state: DeliveryState;
  /** Milliseconds since the epoch, as all times here. */
  readonly wonAt: number;
  /** Until when a form may be filled in; `null` without an end, or without a form. */
  readonly until: number | null;
}

/** Where a delivery starts, by its method. */
export function firstState(method: DeliveryMethod): DeliveryState {
  switch (method) {
    case 'hand':
    case 'counter':
    case 'code':
      return 'ready';
    case 'form':
      return 'form_wanted';
    case 'webhook':
      return 'preparing';
  }
}
