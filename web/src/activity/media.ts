import { mediaPath, OWN_MEDIA } from '../../../src/domain/activities/media-path.ts';
import { safeUrl } from './safe-url.ts';

/**
 * The address of a picture in an activity's data. `media/<file>` is the activity's own file, which the server serves at
 * `media/<activity_id>/<file>` beside the page. `null` if there is nothing to show.
 */
export function mediaUrl(path: unknown, activityId: string, pageAddress: string): string | null {
  const safe = safeUrl(path, pageAddress);
  return safe?.startsWith(OWN_MEDIA) ? mediaPath(safe, activityId) : safe;
}
