/*
 * How an activity's data names a file of its own: `media/<file>`. The page imports this file, so it imports nothing.
 */

export const OWN_MEDIA = 'media/';

/** The name of the file, decoded; as it is, if it has a percent sign of its own. */
export function mediaName(path: string): string {
  const file = path.slice(OWN_MEDIA.length);
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}

/**
 * Where the file is below the service's base path.
 * @param path begins with `OWN_MEDIA`
 * @param versions the version of each file that has one, by its name: with it, the address never has another content
 * @returns `null` if it names no file: media have one level, and dots would lead to the files of another activity
 */
export function mediaPath(
  path: string,
  activityId: string,
  versions: Readonly<Record<string, unknown>> = {},
): string | null {
  const name = mediaName(path);
  if (/^\.{0,2}$|[/\\\p{Cc}\p{Cs}]/u.test(name) || /[?#]/.test(path)) return null;
  const version = versions[name];
  const query = typeof version === 'string' ? `?v=${encodeURIComponent(version)}` : '';
  return `${OWN_MEDIA}${encodeURIComponent(activityId)}/${encodeURIComponent(name)}${query}`;
}
