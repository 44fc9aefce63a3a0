import { expect } from 'chai';
import type { TokenVerifier } from '../../src/domain/visitors/token-verifier.ts';

export interface TokenVerifierCase {
  readonly name: string;
  /** `good` is the token of user `u1` in zone `1000`, `homeless` that of `u2` who has no zone, `bad` is nobody's. */
  readonly tokens: { readonly good: string; readonly homeless: string; readonly bad: string };
  create(): Promise<{ verifier: TokenVerifier; close(): Promise<void> }>;
}

/** What every TokenVerifier does, whoever vouches. */
export function describeTokenVerifier({ name, tokens, create }: TokenVerifierCase): void {
  describe(`TokenVerifier: ${name}`, () => {
    let verifier: TokenVerifier;
    let close: () => Promise<void>;

    before(async () => {
      ({ verifier, close } = await create());
    });
    after(() => close());

    it('vouches for the user of a token', async () => {
      const verdict = await verifier.verify(tokens.good);
      expect(verdict).to.deep.include({ kind: 'user' });
      expect(verdict.kind === 'user' && verdict.user).to.include({ uid: 'u1', zoneId: '1000' });
    });

    it('vouches for a user without a zone', async () => {
      const verdict = await verifier.verify(tokens.homeless);
      expect(verdict.kind === 'user' && verdict.user).to.include({ uid: 'u2', zoneId: null });
    });

    it('refuses a token that is nobody’s, as often as it is asked', async () => {
      expect(await verifier.verify(tokens.bad)).to.deep.equal({ kind: 'refused' });
      expect(await verifier.verify(tokens.bad)).to.deep.equal({ kind: 'refused' });
    });

    it('does not mix up tokens that come at once', async () => {
      const asked = Array.from(
        { length: 60 },
        (_, index) => [tokens.good, tokens.homeless, tokens.bad][index % 3]!,
      );
      const verdicts = await Promise.all(asked.map((token) => verifier.verify(token)));
      expect(
        verdicts.map((verdict) => (verdict.kind === 'user' ? verdict.user.uid : verdict.kind)),
      ).to.deep.equal(asked.map((_, index) => ['u1', 'u2', 'refused'][index % 3]));
    });
  });
}
