import type { Activity } from '../../../domain/activities/activity.ts';
import { type SkuDetails, skuSchema } from '../../../domain/activities/sku.ts';
import { goodsSummary } from '../../authoring/check/goods-summary.ts';
import type { Kind } from '../kind.ts';
import { checkGoods } from './check-goods.ts';
import { startingSku } from './starting-sku.ts';

/** A product promotion: goods, each shown to users of the zones that it names. */
export const sku: Kind<SkuDetails> = {
  dispatch: 'sku',
  details: skuSchema,
  shape: 'goods',
  draws: null,
  authoring: {
    lists: ['skus'],
    objects: [],
    places: [],
    warn: (activity, warn) => checkGoods(activity as Activity<SkuDetails>, warn),
    summarize: (activity) => ({
      timezone: null,
      draws: null,
      goods: goodsSummary((activity as Activity<SkuDetails>).details),
    }),
    startingFields: startingSku,
  },
  open:
    () =>
    (activity, { user }) => ({
      shape: 'goods',
      activity: activity as Activity<SkuDetails>,
      zone: user?.zoneId ?? null,
    }),
};
