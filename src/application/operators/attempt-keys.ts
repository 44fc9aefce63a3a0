import { operatorKey } from '../../domain/operators/operator-name.ts';
import type { AttemptKey } from '../../domain/operators/sign-in-pauses.ts';
import { networkOf } from '../../domain/shared/network.ts';
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
