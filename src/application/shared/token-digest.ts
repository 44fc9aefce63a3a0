import { hash } from 'node:crypto';

/** SHA-256 of the token as hex. Stores and logs get it in place of the token. */
export function tokenDigest(token: string): string {
  return hash('sha256', token, 'hex');
}
