/** The parameters in the page's address. */
export interface PageAddress {
  readonly activityId: string;
  /** '' if there is none: the server then uses its cookie. */
  readonly token: string;
  /** The whole address without the token: safe to show, share, log and return to. */
  readonly clean: string;
}

export function readAddress(href: string): PageAddress {
  const url = new URL(href);
  const activityId = url.searchParams.get('id') ?? '';
  const token = url.searchParams.get('token') ?? '';
  // Removed from the text: to write searchParams back would change the encoding of the rest of the query.
  const rest = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !new URLSearchParams(pair).has('token'))
    .join('&');
  url.search = rest;
  return { activityId, token, clean: url.href };
}

/**
 * The address of the service: beside the page, for every BASE_PATH. It starts from the origin, because `fetch` refuses
 * an address with the `user:password@` of a test site.
 */
export function endpointOf(pageAddress: string, path = 'static'): string {
  const { origin, pathname } = new URL(pageAddress);
  return new URL(path, origin + pathname).href;
}

/** Reads the page's address, and removes the token from the address bar, the history and every referrer. */
export function takeAddress(
  location: { readonly href: string },
  history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void },
): PageAddress {
  const address = readAddress(location.href);
  if (address.clean !== location.href) history.replaceState(history.state, '', address.clean);
  return address;
}
