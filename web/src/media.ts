import { safeUrl } from './safe-url.ts';

const OWN = 'media/';

/**
 * Where a picture named in an activity's data is: `media/<file>` is the activity's own file, which the server
 * keeps at `media/<activity_id>/<file>` beside the page. `null` where there is nothing to show.
 */
export function mediaUrl(path: unknown, activityId: string, pageAddress: string): string | null {
  const safe = safeUrl(path, pageAddress);
  if (safe === null || !safe.startsWith(OWN)) return safe;
  const file = safe.slice(OWN.length);
  // One level, as the server has it; dots would lead to another activity's files.
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
