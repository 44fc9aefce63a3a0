const HERE = 'http://localhost';

/* A slash or a backslash in disguise, which a proxy may unmask. */
const DISGUISED = /%(?:2f|5c)/i;

/**
 * The address of a page of this service without its origin: whatever host is named, one is led back to this one. `null` for an
 * address outside the service.
 * @param given an address or a path; `''`: the page
 */
export function ownAddress(given: string, basePath: string): URL | null {
  const text = given === '' ? `${basePath}/` : given;
  const url = URL.canParse(text, HERE) ? new URL(text, HERE) : null;
  // In an address of another scheme a backslash stays, and browsers read it as a slash in a path of ours.
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return null;
  return url.pathname.startsWith(`${basePath}/`) && !DISGUISED.test(url.pathname) ? url : null;
}
