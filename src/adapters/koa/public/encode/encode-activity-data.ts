import type { ActivityData, DrawsData, GoodsData } from '../../../../application/kinds/activity-data.ts';
import { memoizeByRef } from '../../../../application/shared/memoize-by-ref.ts';
import type { Activity } from '../../../../domain/activities/activity.ts';
import { mediaVersionsOf } from '../../../../domain/activities/media-versions.ts';
import type { SkuDetails } from '../../../../domain/activities/sku.ts';
import type { JsonPieces } from '../../http/json-pieces.ts';
import { jsonOfUserDrawInfo } from './json-of-draws.ts';
import { ZonedGoods } from './zoned-goods.ts';

/** The `data` of `static`: the file without `rules`, and what the kind adds. */
export function encodeActivityData(data: ActivityData): JsonPieces {
  switch (data.shape) {
    case 'draws':
      return { common: publicPart(data.activity), own: drawsPart(data) };
    case 'goods':
      return encodeGoods(data);
    case 'plain':
      return { common: plainBytes(data.activity) };
  }
}

/* All but the visitor's own part, up to the comma before it; the same bytes for all visitors. */
const publicPart = memoizeByRef((activity: Activity): Buffer => {
  const { user_draw_info: _own, fairness: _drawn, next_chance_at: _next, ...data } = plainData(activity);
  const facts = activity.prizeFacts ?? {};
  return Buffer.from(`${JSON.stringify({ ...data, prize_facts: facts }).slice(0, -1)},`);
});

const plainBytes = memoizeByRef((activity: Activity) => Buffer.from(JSON.stringify(plainData(activity))));

/* What the file has, and the versions of its pictures, which only the service knows. */
function plainData({ publicData, release }: Activity): Readonly<Record<string, unknown>> {
  const { media_versions: _unknown, ...data } = publicData;
  const versions = mediaVersionsOf({ release });
  return versions ? { ...data, media_versions: versions } : data;
}

function drawsPart({ commitment, userDrawInfo, deliveries, nextChanceAt }: DrawsData): string {
  return (
    `"fairness":{"commitment":${JSON.stringify(commitment)}}` +
    `,"user_draw_info":${userDrawInfo ? jsonOfUserDrawInfo(userDrawInfo, deliveries) : null}` +
    (nextChanceAt === undefined ? '}' : `,"next_chance_at":${JSON.stringify(nextChanceAt)}}`)
  );
}

function encodeGoods({ activity, zone }: GoodsData): JsonPieces {
  return goodsOf(activity).answerFor(zone);
}

const goodsOf = memoizeByRef((activity: Activity<SkuDetails>) => {
  const { skus: _goods, ...rest } = plainData(activity);
  return new ZonedGoods(rest, activity.details.skus);
});
