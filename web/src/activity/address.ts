/** The parameters in the page's address. */
export interface PageAddress {
  readonly activityId: string;
  /** '' if there is none: the server then uses its cookie. */
  readonly token: string;
  /** What the captcha's page has put there; '' if there is none. */
  readonly proof: string;
  /** The code of the invitation that the visitor follows; '' if there is none. */
  readonly from: string;
  /** What the address has as `from`, whatever it is: the service counts visits by it. */
  readonly channel: string;
  /** The whole address without the token, the proof and the invitation: safe to show, share and log. */
  readonly clean: string;
  /** The same with the invitation: where a login leads back to, so that the invitation is not lost on the way. */
  readonly returnTo: string;
}

/* As the service makes them. Other values of `from`, such as `from=app`, are others' and stay. */
const INVITATION = /^[A-Za-z0-9_-]{18,2048}$/;

/* A longer one is no channel and no invitation, and would make a body that the service refuses. */
const MOST_CHARACTERS = 2049;

export function readAddress(href: string): PageAddress {
  const url = new URL(href);
  const activityId = url.searchParams.get('id') ?? '';
  const token = url.searchParams.get('token') ?? '';
  const proof = url.searchParams.get('proof') ?? '';
  const given = (url.searchParams.get('from') ?? '').slice(0, MOST_CHARACTERS);
  const from = INVITATION.test(given) ? given : '';
  url.search = without(url.search, ['token', 'proof']);
  const returnTo = url.href;
  if (from !== '') url.search = without(url.search, ['from']);
  return { activityId, token, proof, from, channel: given, clean: url.href, returnTo };
}

/** Removed from the text: to write searchParams back would change the encoding of the rest of the query. */
function without(search: string, names: readonly string[]): string {
  return search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !names.some((name) => new URLSearchParams(pair).has(name)))
    .join('&');
}

/** The page's own address for others: of this activity, with nothing else of the visitor's address. */
export function linkTo(
  { activityId, clean }: Pick<PageAddress, 'activityId' | 'clean'>,
  inviteCode = '',
): string {
  const { origin, pathname } = new URL(clean);
  const from = inviteCode === '' ? '' : `&from=${encodeURIComponent(inviteCode)}`;
  return `${origin}${pathname}?id=${encodeURIComponent(activityId)}${from}`;
}

/**
 * The address of the service: beside the page, for every BASE_PATH. It starts from the origin, because `fetch` refuses
 * an address with the `user:password@` of a test site.
 */
export function endpointOf(pageAddress: string, path = 'static'): string {
  const { origin, pathname } = new URL(pageAddress);
  return new URL(path, origin + pathname).href;
}

/** Reads the page's address, and removes the token and the proof from the address bar, the history and every referrer. */
export function takeAddress(
  location: { readonly href: string },
  history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void },
): PageAddress {
  const address = readAddress(location.href);
  if (address.returnTo !== location.href) history.replaceState(history.state, '', address.returnTo);
  return address;
}
