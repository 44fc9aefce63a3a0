import { safeUrl } from './safe-url.ts';

const OWN = 'media/';

/**
 * The address of a picture in an activity's data. `media/<file>` is the activity's own file, which the server serves at
 * `media/<activity_id>/<file>` beside the page. `null` if there is nothing to show.
 */
export function mediaUrl(path: unknown, activityId: string, pageAddress: string): string | null {
  const safe = safeUrl(path, pageAddress);
  if (safe === null || !safe.startsWith(OWN)) return safe;
  const file = safe.slice(OWN.length);
  // One level, as in the server; dots would lead to files of another activity.
  if (file === '' || file === '.' || file === '..' || /[/\\?#]/.test(file)) return null;
  let name: string;
  try {
    name = decodeURIComponent(file);
  } catch {
    name = file;
  }
  if (name === '.' || name === '..' || /[/\\]/.test(name)) return null;
  return `${OWN}${encodeURIComponent(activityId)}/${encodeURIComponent(name)}`;
}
