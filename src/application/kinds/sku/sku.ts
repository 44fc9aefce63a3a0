import type { Activity } from '../../../domain/activities/activity.ts';
import { type SkuDetails, skuSchema } from '../../../domain/activities/sku.ts';
import { memoizeByRef } from '../../shared/memoize-by-ref.ts';
import type { Kind } from '../kind.ts';
import { ZonedGoods } from './zoned-goods.ts';

/** A product promotion: the goods, each shown to whom its zones name. */
export const sku: Kind<SkuDetails> = {
  dispatch: 'sku',
  details: skuSchema,
  draws: null,

  serve(activity, { user }) {
    return goodsOf(activity).answerFor(user?.zoneId ?? null);
  },
};

const goodsOf = memoizeByRef(({ details, publicData }: Activity<SkuDetails>) => {
  const { skus: _goods, ...rest } = publicData;
  return new ZonedGoods(rest, details.skus);
});
