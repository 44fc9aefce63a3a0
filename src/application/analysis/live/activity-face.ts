import { type Activity, phaseAt } from '../../../domain/activities/activity.ts';
import type { LiveContent } from './live-contents.ts';

/** What an activity is called, and how it is. Times are milliseconds since the epoch. */
export interface ActivityFace {
  readonly activityId: string;
  readonly title: string;
  readonly phase: 'not_started' | 'running' | 'ended' | 'paused' | 'removed';
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly timezone: string;
  readonly releaseNo: number;
  readonly candidateNo: number | null;
}

/** Of a kind without draws, which has no time zone of its own. */
const USUAL_TIMEZONE = 'Asia/Shanghai';

export function faceOf(content: LiveContent, now: number): ActivityFace {
  const { activity, details, releaseNo, candidateNo } = content;
  return {
    ...{ activityId: activity.id, title: activity.title, releaseNo, candidateNo },
    ...{ startsAt: activity.startsAt, endsAt: activity.endsAt },
    timezone: details?.rules.timezone ?? USUAL_TIMEZONE,
    phase: phaseOf(content, activity, now),
  };
}

function phaseOf(
  { isPaused, isRemoved }: Pick<LiveContent, 'isPaused' | 'isRemoved'>,
  activity: Activity,
  now: number,
): ActivityFace['phase'] {
  if (isRemoved) return 'removed';
  const phase = phaseAt(activity, now);
  return isPaused && phase !== 'ended' ? 'paused' : phase;
}
