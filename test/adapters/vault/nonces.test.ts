import { join } from 'node:path';
import { expect } from 'chai';
import { AesVault } from '../../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../../src/adapters/vault/data-keys.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('the nonces of a vault', () => {
  it('are each used once, over several blocks, and open what was sealed with them', async () => {
    const vault = new AesVault(readOrMakeDataKeys(join(await tempDir(), 'keys.json')));
    const sealed = Array.from({ length: 2000 }, (_, index) => vault.seal(`text ${index}`, `place ${index}`));
    const nonces = sealed.map((text) =>
      Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('hex', 0, 12),
    );
    expect(new Set(nonces)).to.have.property('size', 2000);
    expect(nonces.every((nonce) => nonce.length === 24)).to.equal(true);
    expect(sealed.map((text, index) => vault.open(text, `place ${index}`))).to.deep.equal(
      sealed.map((_, index) => `text ${index}`),
    );
  });
});
