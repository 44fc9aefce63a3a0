import { memoizeByRef } from '../../../../application/shared/memoize-by-ref.ts';
import type { ActivitySummary } from '../../../../domain/activities/activity.ts';
import type { JsonPieces } from '../../http/json-pieces.ts';

/** The `detail` of a refusal that concerns an activity; the same bytes for all visitors. */
export const jsonOfSummary = memoizeByRef((summary: ActivitySummary): JsonPieces => {
  const { activityId, startsAt, endsAt, prizeFacts, mediaVersions, ...rest } = summary;
  const detail = {
    activity_id: activityId,
    ...rest,
    starts_at: startsAt,
    ends_at: endsAt,
    prize_facts: prizeFacts,
    media_versions: mediaVersions,
  };
  return { common: Buffer.from(JSON.stringify(detail)) };
});
