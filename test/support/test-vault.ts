import { randomBytes } from 'node:crypto';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';

/** A vault with a key of its own. */
export const testVault = new AesVault({
  current: 'k1',
  keys: new Map([['k1', randomBytes(32)]]),
  index: randomBytes(32),
});
