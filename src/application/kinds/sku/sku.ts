import type { Activity } from '../../../domain/activities/activity.ts';
import { type SkuDetails, skuSchema } from '../../../domain/activities/sku.ts';
import type { Kind } from '../kind.ts';

/** A product promotion: goods, each shown to users of the zones that it names. */
export const sku: Kind<SkuDetails> = {
  dispatch: 'sku',
  details: skuSchema,
  shape: 'goods',
  draws: null,
  open:
    () =>
    (activity, { user }) => ({
      shape: 'goods',
      activity: activity as Activity<SkuDetails>,
      zone: user?.zoneId ?? null,
    }),
};
