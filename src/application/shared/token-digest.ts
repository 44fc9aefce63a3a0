import { hash } from 'node:crypto';

/** SHA-256 of the token, in hex: what stands for a token wherever one is kept. */
export function tokenDigest(token: string): string {
  return hash('sha256', token, 'hex');
}
