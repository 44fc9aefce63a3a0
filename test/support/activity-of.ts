import { kindReadings } from '../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../src/domain/activities/activity.ts';

/** The activity that a file with this data is. @throws Error with the problems of one that is not valid */
export function activityOf<Details = unknown>(data: object, id = 'x'): Activity<Details> {
  const reading = readActivity(id, data, kindReadings);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity as Activity<Details>;
}
