import type { ConfigRepository } from '../../../domain/activities/config-repository.ts';
import type { MediaLibrary } from '../../../domain/activities/media-library.ts';
import type { AuthoringKinds } from '../authoring-kind.ts';
import { checkActivity } from './check-activity.ts';
import { type Finding, findingsOf } from './finding.ts';
import { type LaunchSummary, launchSummary } from './launch-summary.ts';
import type { ServingNeeds } from './serving-needs.ts';

export interface CheckReport {
  readonly findings: readonly Finding[];
  /** Of each activity that is valid. */
  readonly summaries: readonly LaunchSummary[];
}

/**
 * Checks the activities named, or all that are there; one that is not there is an error.
 * @param now milliseconds since the epoch
 */
export async function checkAll(
  config: ConfigRepository,
  kinds: AuthoringKinds,
  media: Pick<MediaLibrary, 'lengthOf' | 'names'>,
  named: readonly string[],
  now: number,
  needs?: ServingNeeds,
): Promise<CheckReport> {
  const invalid = new Map(config.invalid().map((each) => [each.activityId, each.problems]));
  const ids =
    named.length > 0 ? new Set(named) : [...invalid.keys(), ...config.all().map(({ id }) => id)].sort();
  const findings: Finding[] = [];
  const summaries: LaunchSummary[] = [];
  for (const id of ids) {
    const file = `${id}/data.json`;
    const activity = config.find(id);
    const problems = invalid.get(id);
    const kind = activity && kinds.get(activity.dispatch);
    if (activity && kind) {
      findings.push(...(await checkActivity(activity, kind, media, now, needs)));
      summaries.push(launchSummary(activity, kind, now));
    }
    findings.push(...findingsOf(problems ?? [], id, file));
    if (!activity && !problems) {
      findings.push({
        severity: 'error',
        activityId: id,
        file,
        field: '',
        code: 'no-such-activity',
        params: {},
      });
    }
  }
  return { findings, summaries };
}
