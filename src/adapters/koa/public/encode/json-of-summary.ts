import type { ActivitySummary } from '../../../../domain/activities/activity.ts';

export function jsonOfSummary(summary: ActivitySummary): object {
  const { activityId, startsAt, endsAt, ...rest } = summary;
  return { activity_id: activityId, ...rest, starts_at: startsAt, ends_at: endsAt };
}
