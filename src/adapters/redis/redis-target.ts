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
  /** For the Sentinels. Those of the URL are for Redis. */
  readonly sentinelCredentials?: Credentials;
}

/** The address of Redis: one server, Sentinel or Cluster. */
export type RedisTarget = Credentials & {
  /** Whether all connections are encrypted, also those to Sentinels. */
  readonly tls: boolean;
  /** Certificates in PEM form that are trusted instead of the system's. */
  readonly ca?: string;
} & (
    | { readonly kind: 'single'; readonly address: HostAndPort; readonly db: number }
    | { readonly kind: 'cluster'; readonly nodes: readonly HostAndPort[] }
    | Sentinel
  );

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/** Parses `REDIS_URL`; `null` if it has none of the known forms. */
export function parseRedisUrl(text: string): RedisTarget | null {
  const match = /^redis(s?)(|\+cluster|\+sentinel):\/\/(?:([^/]*)@)?([^/@?#]+)(?:\/([^/?#]*))?$/.exec(text);
  if (!match) return null;
  const [, encrypted, mode, userInfo, hosts = '', path = ''] = match;
  const tls = encrypted === 's';
  const credentials = parseCredentials(userInfo);
  const addresses = parseAddresses(hosts, mode === '+sentinel' ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT);
  const [first] = addresses ?? [];
  if (!credentials || !addresses || !first) return null;

  if (mode === '+cluster')
    return path === '' ? { kind: 'cluster', nodes: addresses, tls, ...credentials } : null;
  if (mode === '+sentinel') {
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
