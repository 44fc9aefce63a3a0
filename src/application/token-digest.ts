import { createHash } from 'node:crypto';

/** SHA-256 of the token, in hex: what stands for a token wherever one is kept. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
