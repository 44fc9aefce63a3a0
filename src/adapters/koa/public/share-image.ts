import { mediaPath, OWN_MEDIA } from '../../../domain/activities/media-path.ts';

/* Stands for the origin of the request, which is not known yet. */
const HERE = 'https://here.invalid';

/**
 * The picture beside a shared link, as the page itself reads paths of pictures: `media/<file>` is the activity's own.
 * @param versions see `mediaPath`
 * @returns an http(s) address, or a path from the root; `null` if it is neither
 */
export function shareImage(
  link: unknown,
  activityId: string,
  basePath: string,
  versions: Readonly<Record<string, string>> = {},
): string | null {
  if (typeof link !== 'string') return null;
  const given = link.trim();
  if (given === '') return null;
  if (given.startsWith(OWN_MEDIA)) {
    const own = mediaPath(given, activityId, versions);
    return own && `${basePath}/${own}`;
  }
  if (!URL.canParse(given, `${HERE}${basePath}/`)) return null;
  const { origin, protocol, username, password, pathname, search, href } = new URL(
    given,
    `${HERE}${basePath}/`,
  );
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (username !== '' || password !== '') return null;
  return origin === HERE ? `${pathname}${search}` : href;
}
