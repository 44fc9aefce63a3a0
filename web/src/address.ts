/** What the page's address says. */
export interface PageAddress {
  readonly activityId: string;
  /** '' if there is none: the server then goes by its cookie. */
  readonly token: string;
  /** The whole address without the token: fit to be shown, shared, logged and returned to. */
  readonly clean: string;
}

export function readAddress(href: string): PageAddress {
  const url = new URL(href);
  const activityId = url.searchParams.get('id') ?? '';
  const token = url.searchParams.get('token') ?? '';
  // Cut out of the text, for writing searchParams back would spell the rest of the query anew.
  const rest = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !new URLSearchParams(pair).has('token'))
    .join('&');
  url.search = rest;
  return { activityId, token, clean: url.href };
}

/**
 * Where the service answers this page: beside it, whatever BASE_PATH is. From the origin, for `fetch` refuses an
 * address that carries the `user:password@` of a test site.
 */
export function endpointOf(pageAddress: string, path = 'static'): string {
  const { origin, pathname } = new URL(pageAddress);
  return new URL(path, origin + pathname).href;
}

/** Reads the page's address, and takes the token out of the address bar, the history and every referrer. */
export function takeAddress(
  location: { readonly href: string },
  history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void },
): PageAddress {
  const address = readAddress(location.href);
  if (address.clean !== location.href) history.replaceState(history.state, '', address.clean);
  return address;
}
