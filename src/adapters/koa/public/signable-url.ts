/* A slash or a backslash in disguise, which a proxy may unmask. */
const DISGUISED = /%(?:2f|5c)/i;

/**
 * The address of a page of this service, as WeChat signs it: without its fragment; `null` for any other. The text is returned as it came:
 * WeChat compares signatures of the very text that the browser has.
 * @param origin of the request
 * @param base path of the service, with no slash at its end
 */
export function signableUrl(text: string, origin: string, base: string): string | null {
  const url = text.split('#', 1)[0] ?? '';
  if (!URL.canParse(url) || !URL.canParse(origin)) return null;
  const { origin: own } = new URL(origin);
  // As a text too, so that no name, password, dots or backslashes stand before the path.
  if (!url.startsWith(`${own}${base}`)) return null;
  const parsed = new URL(url);
  if (parsed.origin !== own || parsed.username !== '' || parsed.password !== '') return null;
  const { pathname } = parsed;
  const isUnder = pathname === base || pathname.startsWith(`${base}/`);
  return isUnder && !DISGUISED.test(pathname) ? url : null;
}
