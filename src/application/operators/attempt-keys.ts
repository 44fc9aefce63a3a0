import { operatorKey } from '../../domain/operators/operator-name.ts';
import type { AttemptKey } from '../../domain/operators/sign-in-pauses.ts';
import { tokenDigest } from '../shared/token-digest.ts';

/**
 * What an attempt to sign in is counted by.
 * @param knownBrowser the token of a browser that this account knows, which has a count of its own
 */
export function attemptKeys(name: string, address: string, knownBrowser = ''): readonly AttemptKey[] {
  return [
    { of: 'name', digest: tokenDigest(`${knownBrowser}\n${operatorKey(name)}`) },
    { of: 'address', digest: tokenDigest(networkOf(address)) },
  ];
}

/* A client with an address of IPv6 has all addresses of its network, 64 bits: they are counted as one. */
function networkOf(address: string): string {
  const url = `http://[${address.split('%', 1)[0]}]`;
  if (!address.includes(':') || !URL.canParse(url)) return address;
  const { hostname } = new URL(url);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  // An address of IPv4, written as one of IPv6.
  if (all.slice(0, 5).every((group) => group === '0') && all[5] === 'ffff') return all.slice(6).join(':');
  return all.slice(0, 4).join(':');
}
