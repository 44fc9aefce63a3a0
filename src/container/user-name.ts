import { userInfo } from 'node:os';

/** Who runs a command: the person that the service's own command names, since it runs as the service's user; else the user. */
export function userName(env: Readonly<Record<string, string | undefined>>): string {
  const named = env.CMS_MARKET_USER?.trim();
  if (named) return named;
  try {
    return userInfo().username;
  } catch {
    // In a container, the user may have no name.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
