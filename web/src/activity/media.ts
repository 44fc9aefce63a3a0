import { mediaPath, OWN_MEDIA } from '../../../src/domain/activities/media-path.ts';
import type { Fields } from '../client/read.ts';
import { safeUrl } from './safe-url.ts';

/**
 * The address of a picture in an activity's data. `media/<file>` is the activity's own file, which the server serves at
 * `media/<activity_id>/<file>` beside the page. `null` if there is nothing to show.
 * @param versions those of the activity's own files, as the server sends them
 */
export function mediaUrl(
  path: unknown,
  activityId: string,
  pageAddress: string,
  versions: Fields = {},
): string | null {
  const safe = safeUrl(path, pageAddress);
  return safe?.startsWith(OWN_MEDIA) ? mediaPath(safe, activityId, versions) : safe;
}
