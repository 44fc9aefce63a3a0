import type { ActivitySummary } from '../../../../domain/activities/activity.ts';

export function jsonOfSummary(summary: ActivitySummary): object {
  const { activityId, dispatch, title, page, phase, startsAt, endsAt } = summary;
  return { activity_id: activityId, dispatch, title, page, phase, starts_at: startsAt, ends_at: endsAt };
}
