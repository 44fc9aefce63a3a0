import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/* Each use has a key of its own: what one reveals is of no use to another. A changed text makes all tokens invalid. */
const INFO = {
  token: 'cms-market token 1',
  login_state: 'cms-market login state 1',
} as const;

/**
 * A key from a secret that all processes have, so that nothing is stored or shared. A new secret is a new key: what was made with
 * the old one is refused from then on.
 */
export function derivedKey(secret: string, use: keyof typeof INFO): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', INFO[use], KEY_BYTES));
}
