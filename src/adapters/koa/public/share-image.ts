const MEDIA = 'media/';

/* Stands for the origin of the request, which is not known yet. */
const HERE = 'https://here.invalid';

/**
 * The picture beside a shared link, as the page itself reads paths of pictures: `media/<file>` is the activity's own.
 * @returns an http(s) address, or a path from the root; `null` if it is neither
 */
export function shareImage(link: unknown, activityId: string, basePath: string): string | null {
  if (typeof link !== 'string') return null;
  const given = link.trim();
  if (given === '') return null;
  if (given.startsWith(MEDIA)) return mediaPath(given.slice(MEDIA.length), activityId, basePath);
  if (!URL.canParse(given, `${HERE}${basePath}/`)) return null;
  const { origin, protocol, username, password, pathname, search, href } = new URL(
    given,
    `${HERE}${basePath}/`,
  );
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (username !== '' || password !== '') return null;
  return origin === HERE ? `${pathname}${search}` : href;
}

/* One level, as media are served; dots would lead to the files of another activity. */
function mediaPath(file: string, activityId: string, basePath: string): string | null {
  const name = decoded(file);
  if (name === '' || name === '.' || name === '..') return null;
  if (/[/\\?#]/.test(file) || /[/\\\p{Cc}\p{Cs}]/u.test(name)) return null;
  return `${basePath}/${MEDIA}${activityId}/${encodeURIComponent(name)}`;
}

/* As it is, if it has a percent sign of its own. */
function decoded(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
