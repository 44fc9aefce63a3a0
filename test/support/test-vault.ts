import { AesVault } from '../../src/adapters/vault/aes-vault.ts';

/** A vault with a key that is the same for the same `seed`, from 0 to 255. */
export function seededVault(seed = 1): AesVault {
  const key = Buffer.alloc(32, seed);
  return new AesVault({ current: 'k1', keys: new Map([['k1', key]]), index: key });
}

export const testVault = seededVault();
