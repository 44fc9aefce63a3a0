import type { Activity } from '../../domain/activity.ts';
import type { JsonPieces } from '../../domain/outcome.ts';
import { type SkuDetails, skuSchema } from '../../domain/sku.ts';
import { oncePer } from '../once-per.ts';
import type { Kind } from './kind.ts';

/** A product promotion: the goods, each shown to whom its zones name. */
export const sku: Kind<SkuDetails> = {
  dispatch: 'sku',
  details: skuSchema,

  serve(activity, { user }) {
    const { byZone, elsewhere } = answers(activity);
    return (user?.zoneId != null && byZone.get(user.zoneId)) || elsewhere;
  },
};

/** The answer for each zone that some entry names, and the one for every other. */
const answers = oncePer((activity: Activity<SkuDetails>) => {
  const named = new Set(activity.details.skus.flatMap(({ zones }) => zones ?? []));
  return {
    byZone: new Map([...named].map((zone) => [zone, answerFor(activity, zone)])),
    elsewhere: answerFor(activity, null),
  };
});

function answerFor({ details, publicData }: Activity<SkuDetails>, zone: string | null): JsonPieces {
  const skus = details.skus.filter(({ zones }) => !zones || (zone !== null && zones.includes(zone)));
  return { common: Buffer.from(JSON.stringify({ ...publicData, skus })) };
}
