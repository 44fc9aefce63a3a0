import type { DeliveryView } from '../../../src/adapters/koa/console/contract/deliveries.ts';

/** A delivery with what names it, from the list or from a user's wins. */
export interface DeliveryTarget {
  readonly activity_id: string;
  readonly draw_id: string;
  readonly uid: string;
  readonly name: string;
  readonly delivery: Pick<DeliveryView, 'endpoint' | 'may'>;
}
