import type { Entropy } from '../../domain/shared/entropy.ts';
import { tokenDigest } from '../shared/token-digest.ts';

const TOKEN_BYTES = 32;

export interface SecretToken {
  /** What its owner has. */
  readonly token: string;
  /** What is stored. */
  readonly digest: string;
}

/** 256 bits that nobody can guess. */
export function newSecretToken(entropy: Entropy, prefix = ''): SecretToken {
  const token = prefix + Buffer.from(entropy.hex(TOKEN_BYTES), 'hex').toString('base64url');
  return { token, digest: tokenDigest(token) };
}
