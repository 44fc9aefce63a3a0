import { parseActivityText } from '../adapters/filesystem/activity-files.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import type { ActivityReading } from '../domain/activities/activity.ts';
import type { WholeRelease } from '../domain/releases/release.ts';

/** A release as an activity. */
export function readRelease({
  activityId,
  no,
  text,
  pictures,
}: Pick<WholeRelease, 'activityId' | 'no' | 'text' | 'pictures'>): ActivityReading {
  return parseActivityText(activityId, text, kindReadings, { no, pictures });
}
