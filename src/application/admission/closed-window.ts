import { type Activity, phaseAt, summaryOf } from '../../domain/activities/activity.ts';
import type { Refusal } from '../../domain/activities/result.ts';

/**
 * The refusal outside an activity's time window; `null` inside it.
 * @param now milliseconds since the epoch
 */
export function closedWindow(activity: Activity, now: number): Refusal | null {
  const phase = phaseAt(activity, now);
  return phase === 'running' ? null : { kind: phase, summary: summaryOf(activity, now) };
}
