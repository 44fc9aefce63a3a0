export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

/** Where Redis is, in one of the three ways in which it is run. */
export type RedisTarget = Credentials &
  (
    | { readonly kind: 'single'; readonly address: HostAndPort; readonly db: number; readonly tls: boolean }
    | { readonly kind: 'cluster'; readonly nodes: readonly HostAndPort[] }
    | { readonly kind: 'sentinel'; readonly sentinels: readonly HostAndPort[]; readonly masterName: string }
  );

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/** Reads `REDIS_URL`; `null` if it is of none of the known forms. */
export function parseRedisUrl(text: string): RedisTarget | null {
  const match =
    /^(redis|rediss|redis\+cluster|redis\+sentinel):\/\/(?:([^/]*)@)?([^/@?#]+)(?:\/([^/?#]*))?$/.exec(text);
  if (!match) return null;
  const [, scheme, userInfo, hosts = '', path = ''] = match;
  const credentials = parseCredentials(userInfo);
  const addresses = parseAddresses(hosts, scheme === 'redis+sentinel' ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT);
  const [first] = addresses ?? [];
  if (!credentials || !addresses || !first) return null;

  if (scheme === 'redis+cluster')
    return path === '' ? { kind: 'cluster', nodes: addresses, ...credentials } : null;
  if (scheme === 'redis+sentinel') {
    return path === '' ? null : { kind: 'sentinel', sentinels: addresses, masterName: path, ...credentials };
  }
  if (addresses.length > 1 || !/^\d{0,4}$/.test(path)) return null;
  return { kind: 'single', address: first, db: Number(path), tls: scheme === 'rediss', ...credentials };
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
