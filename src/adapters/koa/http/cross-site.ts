import type { Context } from 'koa';

export interface PeerTrust {
  /** Whether the `X-Forwarded-*` headers of a peer with this address are believed. */
  readonly trustsPeer: (address: string) => boolean;
}

/** Whose pages may act for visitors. */
export interface SiteTrust extends PeerTrust {
  /** Origins of other hosts of this site; none if left out. */
  readonly origins?: ReadonlySet<string>;
}

/** The header by which a browser says that another site's page has made the request. */
export type CrossSiteMark = 'Sec-Fetch-Site' | 'Origin';

/* What a browser says of a request in which no other origin has a part; no page can set this header. */
const OWN = new Set(['same-origin', 'none']);

/**
 * How the request is marked as another site's; `undefined` where it is not, as in apps and scripts. Another host of the
 * same site, such as one for what users upload, counts as another site, unless its origin is listed: the cookie is sent
 * from there, too. `Origin` counts where `Sec-Fetch-Site`, which needs no comparison, does not decide; browsers send that
 * since 2019 to 2023, over https alone.
 */
export function crossSiteMark(
  { req }: Context,
  { trustsPeer, origins }: SiteTrust,
): CrossSiteMark | undefined {
  const { 'sec-fetch-site': site, origin, host, 'x-forwarded-host': forwarded } = req.headers;
  if (site === 'cross-site') return 'Sec-Fetch-Site';
  if (origin === undefined || (typeof site === 'string' && OWN.has(site))) return undefined;
  if (isSameHost(origin, host) || origins?.has(origin)) return undefined;
  const believed = typeof forwarded === 'string' && trustsPeer(req.socket.remoteAddress ?? '');
  return believed && isSameHost(origin, forwarded.split(',')[0]?.trim()) ? undefined : 'Origin';
}

/**
 * Whether an `Origin` names the host of a `Host` header. The scheme is not compared, since a proxy may have taken
 * TLS off, and the port only where both name one, since a proxy may have left it out. What is let through by that is
 * another server of the same host name, and the cookie does not distinguish these servers either.
 */
export function isSameHost(origin: string, host = ''): boolean {
  const [page, service] = [parse(origin), parse(`http://${host}`)];
  if (!page?.hostname || page.hostname !== service?.hostname) return false;
  return page.port === '' || service.port === '' || page.port === service.port;
}

/* `null`, which stands for a sandbox or a file, is no URL. */
function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
