export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

interface Sentinel {
  readonly kind: 'sentinel';
  readonly sentinels: readonly HostAndPort[];
  readonly masterName: string;
  /** The Sentinels' own; those of the URL are Redis's. */
  readonly sentinelCredentials?: Credentials;
}

/** Where Redis is, in one of the three ways in which it is run. */
export type RedisTarget = Credentials & {
  /** Whether every connection is encrypted, those to Sentinels as well. */
  readonly tls: boolean;
  /** Certificates in PEM form that are trusted in place of the system's. */
  readonly ca?: string;
} & (
    | { readonly kind: 'single'; readonly address: HostAndPort; readonly db: number }
    | { readonly kind: 'cluster'; readonly nodes: readonly HostAndPort[] }
    | Sentinel
  );

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/** Reads `REDIS_URL`; `null` if it is of none of the known forms. */
export function parseRedisUrl(text: string): RedisTarget | null {
  const match = /^redis(s?)(|\+cluster|\+sentinel):\/\/(?:([^/]*)@)?([^/@?#]+)(?:\/([^/?#]*))?$/.exec(text);
  if (!match) return null;
  const [, encrypted, manner, userInfo, hosts = '', path = ''] = match;
  const tls = encrypted === 's';
  const credentials = parseCredentials(userInfo);
  const addresses = parseAddresses(hosts, manner === '+sentinel' ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT);
  const [first] = addresses ?? [];
  if (!credentials || !addresses || !first) return null;

  if (manner === '+cluster')
    return path === '' ? { kind: 'cluster', nodes: addresses, tls, ...credentials } : null;
  if (manner === '+sentinel') {
    return path === ''
      ? null
      : { kind: 'sentinel', sentinels: addresses, masterName: path, tls, ...credentials };
  }
  if (addresses.length > 1 || !/^\d{0,4}$/.test(path)) return null;
  return { kind: 'single', address: first, db: Number(path), tls, ...credentials };
}

function parseCredentials(userInfo: string | undefined): Credentials | null {
  if (userInfo === undefined) return {};
  try {
    const [username = '', ...rest] = userInfo.split(':');
    const password = decodeURIComponent(rest.join(':'));
    return { ...(username && { username: decodeURIComponent(username) }), ...(password && { password }) };
  } catch {
    return null;
  }
}

function parseAddresses(text: string, defaultPort: number): HostAndPort[] | null {
  const addresses = text.split(',').map((each) => {
    const match = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(each);
    const port = Number(match?.[2] ?? defaultPort);
    if (!match?.[1] || port < 1 || port > 65_535) return null;
    return { host: match[1].replace(/^\[|\]$/g, ''), port };
  });
  return addresses.every((each) => each !== null) ? addresses : null;
}
