import { expect } from 'chai';
import fc from 'fast-check';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { JwtTokenVerifier } from '../../../src/adapters/http/jwt-token-verifier.ts';
import { localKey } from '../../../src/adapters/http/token-keys.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { systemClock } from '../../../src/adapters/system/system-clock.ts';
import { KnownEnds } from '../../../src/application/admission/known-ends.ts';
import { Sessions } from '../../../src/application/admission/sessions.ts';
import { tokenDigests } from '../../../src/application/admission/token-digests.ts';
import { tokenDigest } from '../../../src/application/shared/token-digest.ts';
import { unlimitedTokens } from '../../../src/domain/visitors/unknown-tokens.ts';

/* SEC 2, version 2.0. */
const ORDERS: Readonly<Record<string, string>> = {
  ES256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  ES384: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ES512:
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
};

function otherForm(token: string, alg: string): string {
  const [head = '', body = '', text = ''] = token.split('.');
  const hex = Buffer.from(text, 'base64url').toString('hex');
  const half = hex.length / 2;
  const s = BigInt(`0x${ORDERS[alg]}`) - BigInt(`0x${hex.slice(half)}`);
  const signature = Buffer.from(hex.slice(0, half) + s.toString(16).padStart(half, '0'), 'hex');
  return `${head}.${body}.${signature.toString('base64url')}`;
}

const KEY = await generateKeyPair('ES256');
const signed = (alg: string, key: typeof KEY.privateKey, sub = 'u1') =>
  new SignJWT({ sub, iss: 'https://id.test', aud: 'shop' })
    .setProtectedHeader({ alg })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);

describe('tokenDigests', () => {
  for (const alg of Object.keys(ORDERS)) {
    it(`has both forms of a token by ${alg}`, async () => {
      const { publicKey, privateKey } = await generateKeyPair(alg);
      for (let no = 0; no < 8; no++) {
        const token = await signed(alg, privateKey, `u${no}`);
        const other = otherForm(token, alg);
        expect(other).not.to.equal(token);
        // It is as good a token.
        expect((await jwtVerify(other, publicKey)).payload.sub).to.equal(`u${no}`);
        expect(tokenDigests(token)).to.deep.equal([tokenDigest(token), tokenDigest(other)]);
        expect(tokenDigests(other)).to.deep.equal([tokenDigest(other), tokenDigest(token)]);
      }
    });
  }

  it('has the digest of whatever else is a token first, and alone where there is no other form', () => {
    const ofRsa = `a.b.${'A'.repeat(342)}`;
    for (const token of [ofRsa, 'opaque', '', '.', 'a.b.c', `a.b.${'_'.repeat(86)}`])
      expect(tokenDigests(token), token).to.deep.equal([tokenDigest(token)]);
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const ending = fc.constantFrom(85, 86, 87, 128, 176).chain((length) =>
      fc.string({
        unit: fc.constantFrom('A', '_', '-', '9', '=', '.', 'é'),
        minLength: length,
        maxLength: length,
      }),
    );
    fc.assert(
      fc.property(text, ending, (start, end) => {
        const token = `${start}.${end}`;
        expect(tokenDigests(token)[0]).to.equal(tokenDigest(token));
      }),
    );
  });

  it('end a stolen token in its other form too, whether that was used before or not', async () => {
    const ended = new KnownEnds(1, { elapsed: () => 0 });
    ended.read(0, 0);
    const sessions = new Sessions({
      sessionCache: new MemorySessionCache(),
      tokenVerifier: new JwtTokenVerifier({
        keys: localKey(KEY.publicKey),
        ...{ algorithms: ['ES256'], issuer: 'https://id.test', audience: 'shop', clockToleranceSeconds: 5 },
        claims: { uid: 'sub', zone: null, name: null },
        clock: systemClock,
      }),
      ended,
      unknownTokens: unlimitedTokens,
      clock: systemClock,
      errorReporter: { report: () => {} },
      ttlSeconds: 60,
    });
    const kindOf = async (token: string) => (await sessions.resolve(token)).kind;
    const [used, unused] = [
      await signed('ES256', KEY.privateKey),
      await signed('ES256', KEY.privateKey, 'u2'),
    ];
    expect(await kindOf(otherForm(used, 'ES256'))).to.equal('user');
    for (const [index, token] of [used, unused].entries())
      ended.take({
        kind: 'end',
        no: index + 1,
        of: { kind: 'token', digest: tokenDigest(token) },
        issuedUpTo: 0,
      });
    for (const token of [used, unused]) {
      expect(await kindOf(otherForm(token, 'ES256'))).to.equal('refused');
      expect(await kindOf(token)).to.equal('refused');
    }
    expect(await kindOf(await signed('ES256', KEY.privateKey, 'u3'))).to.equal('user');
  });
});
