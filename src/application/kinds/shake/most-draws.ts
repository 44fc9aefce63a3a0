import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { Chances } from '../../../domain/draws/draw-rules.ts';
import { localDay } from '../../../domain/shared/local-time.ts';

const DAY_MS = 24 * 60 * 60_000;

/** On how many local days the activity runs; `null` where its window is open on a side. */
export function daysOf({ startsAt, endsAt, details: { rules } }: Activity<DrawDetails>): number | null {
  if (startsAt === null || endsAt === null) return null;
  const [first = 0, last = 0] = [startsAt, endsAt - 1].map((at) => Date.parse(localDay(at, rules.timezone)));
  return (last - first) / DAY_MS + 1;
}

/** How many chances a user can earn in one day by what is counted by the day. */
export function earnedInADay({ earn }: Pick<Chances, 'earn'>): number {
  return (earn.sign_in?.per_day ?? 0) + (earn.share?.per_day ?? 0);
}

/** How many chances a user can earn in all, without what is granted; `null` where that has no end. */
export function earnedInAll(activity: Activity<DrawDetails>): number | null {
  const { chances } = activity.details.rules;
  const invited = (chances.earn.invite?.each ?? 0) * (chances.earn.invite?.total ?? 0);
  const inADay = earnedInADay(chances);
  if (inADay === 0) return invited;
  const days = daysOf(activity);
  return days === null ? null : inADay * days + invited;
}

/** How often one user can draw at most, without what is granted; `null` where that has no end. */
export function mostDraws(activity: Activity<DrawDetails>): number | null {
  const { per_day, total } = activity.details.rules.chances;
  const days = daysOf(activity);
  const ofDays = per_day === null || (days === null && per_day > 0) ? null : per_day * (days ?? 0);
  const limits = [ofDays, total].filter((limit) => limit !== null);
  const earned = earnedInAll(activity);
  return limits.length === 0 || earned === null ? null : Math.min(...limits) + earned;
}
