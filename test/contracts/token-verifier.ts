import { expect } from 'chai';
import type { TokenVerifier } from '../../src/domain/visitors/token-verifier.ts';

export interface TokenVerifierCase {
  readonly name: string;
  /** `good` is the token of user `u1` in zone `1000`, `noZone` that of `u2` without a zone, `bad` is invalid. */
  readonly tokens: { readonly good: string; readonly noZone: string; readonly bad: string };
  /** Why its users have no zones, where they have none: `u1` has none then. */
  readonly withoutZones?: string;
  create(): Promise<{ verifier: TokenVerifier; close(): Promise<void> }>;
}

/** The contract of TokenVerifier, for each adapter. */
export function describeTokenVerifier({ name, tokens, withoutZones, create }: TokenVerifierCase): void {
  describe(`TokenVerifier: ${name}`, () => {
    let verifier: TokenVerifier;
    let close: () => Promise<void>;

    before(async () => {
      ({ verifier, close } = await create());
    });
    after(() => close());

    const zone = withoutZones === undefined ? '1000' : null;

    it(`returns the user of a token${withoutZones === undefined ? '' : `; ${withoutZones}`}`, async () => {
      const result = await verifier.verify(tokens.good);
      expect(result).to.deep.include({ kind: 'user' });
      expect(result.kind === 'user' && result.user).to.include({ uid: 'u1', zoneId: zone });
    });

    it('returns a user without a zone', async () => {
      const result = await verifier.verify(tokens.noZone);
      expect(result.kind === 'user' && result.user).to.include({ uid: 'u2', zoneId: null });
    });

    it('refuses an invalid token at each call', async () => {
      expect(await verifier.verify(tokens.bad)).to.deep.equal({ kind: 'refused' });
      expect(await verifier.verify(tokens.bad)).to.deep.equal({ kind: 'refused' });
    });

    it('does not mix up concurrent tokens', async () => {
      const asked = Array.from(
        { length: 60 },
        (_, index) => [tokens.good, tokens.noZone, tokens.bad][index % 3]!,
      );
      const results = await Promise.all(asked.map((token) => verifier.verify(token)));
      expect(results.map((result) => (result.kind === 'user' ? result.user.uid : result.kind))).to.deep.equal(
        asked.map((_, index) => ['u1', 'u2', 'refused'][index % 3]),
      );
    });
  });
}
