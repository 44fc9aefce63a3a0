import { expect } from 'chai';
import type { AccessToken, AccessTokens } from '../../src/domain/operators/access-tokens.ts';

export interface AccessTokensCase {
  readonly name: string;
  create(): Promise<{ readonly tokens: AccessTokens; close(): Promise<void> }>;
}

const MINUTE = 60_000;

/** The contract of AccessTokens, for each adapter. */
export function describeAccessTokens({ name, create }: AccessTokensCase): void {
  describe(`AccessTokens: ${name}`, () => {
    let opened: Awaited<ReturnType<AccessTokensCase['create']>>;
    beforeEach(async () => {
      opened = await create();
    });
    afterEach(() => opened.close());

    const tokenOf = (id: string, createdAt: number): AccessToken => ({
      ...{ id, name: `name of ${id}`, scopes: ['reports', 'grants'], createdAt, expiresAt: null },
      ...{ createdBy: { id: 'op', name: 'Ann' }, lastUsedAt: null, revokedAt: null },
    });

    it('are found by their digests, and listed, the newest first', async () => {
      const [old, young] = [tokenOf('old', 1), { ...tokenOf('young', 2), expiresAt: 77 }];
      await opened.tokens.add(old, 'digest of old');
      await opened.tokens.add(young, 'digest of young');
      expect(await opened.tokens.list()).to.deep.equal([
        { ...young, scopes: ['reports', 'grants'] },
        { ...old, scopes: ['reports', 'grants'] },
      ]);
      expect(await opened.tokens.find('digest of old', 5)).to.deep.include({ id: 'old' });
      expect(await opened.tokens.find('digest of none', 5)).to.equal(null);
    });

    it('note their use once a minute', async () => {
      await opened.tokens.add(tokenOf('a', 1), 'digest');
      const usedAt = async () => (await opened.tokens.list())[0]?.lastUsedAt;
      await opened.tokens.find('digest', 10 * MINUTE);
      await opened.tokens.find('digest', 11 * MINUTE - 1);
      expect(await usedAt()).to.equal(10 * MINUTE);
      await opened.tokens.find('digest', 11 * MINUTE);
      expect(await usedAt()).to.equal(11 * MINUTE);
    });

    it('are revoked once, and stay so', async () => {
      await opened.tokens.add(tokenOf('a', 1), 'digest');
      const first = await opened.tokens.revoke('a', 9);
      expect([first?.before.revokedAt, first?.after.revokedAt]).to.deep.equal([null, 9]);
      const second = await opened.tokens.revoke('a', 12);
      expect([second?.before.revokedAt, second?.after.revokedAt]).to.deep.equal([9, 9]);
      expect(await opened.tokens.find('digest', 20)).to.include({ revokedAt: 9, lastUsedAt: null });
      expect(await opened.tokens.revoke('none', 9)).to.equal(null);
    });
  });
}
