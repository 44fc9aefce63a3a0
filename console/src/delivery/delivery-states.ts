import type { DeliveryState } from '../../../src/domain/deliveries/delivery.ts';

/** In the order in which a person looks at them: what needs somebody comes first, what is done last. */
export const DELIVERY_ORDER = [
  'failed',
  'form_received',
  'form_wanted',
  'preparing',
  'ready',
  'sent',
  'delivered',
  'redeemed',
] as const satisfies readonly DeliveryState[];

const TONES = {
  failed: 'danger',
  form_received: 'needs',
  form_wanted: 'soon',
  preparing: 'soon',
  ready: 'soon',
  sent: 'running',
  delivered: 'running',
  redeemed: 'running',
} as const satisfies Record<DeliveryState, string>;

/** Which colour a state has: whether it needs staff, waits for somebody else, or is done. */
export const deliveryTone = (state: DeliveryState): (typeof TONES)[DeliveryState] => TONES[state];
