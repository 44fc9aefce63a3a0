import type { ConfigRepository } from '../../domain/ports/config-repository.ts';
import type { MediaLibrary } from '../../domain/ports/media-library.ts';
import { checkActivity } from './check-activity.ts';
import type { Finding } from './finding.ts';

/**
 * All findings of the activities named, or of all that are there; one that is not there is an error.
 * @param now milliseconds since the epoch
 */
export async function checkAll(
  config: ConfigRepository,
  media: MediaLibrary,
  named: readonly string[],
  now: number,
): Promise<Finding[]> {
  const invalid = new Map(config.invalid().map((each) => [each.activityId, each.problems]));
  const ids = named.length > 0 ? named : [...invalid.keys(), ...config.all().map(({ id }) => id)].sort();
  const findings: Finding[] = [];
  for (const id of ids) {
    const error = { severity: 'error', activityId: id, file: `${id}/data.json` } as const;
    const activity = config.find(id);
    const problems = invalid.get(id);
    if (activity) findings.push(...(await checkActivity(activity, media, now)));
    for (const { field, reason } of problems ?? []) {
      findings.push({ ...error, field, code: 'invalid', params: { reason } });
    }
    if (!activity && !problems) findings.push({ ...error, field: '', code: 'no-such-activity', params: {} });
  }
  return findings;
}
