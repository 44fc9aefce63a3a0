import { constants, createSecretKey, KeyObject, sign } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { base64url, compactVerify, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { JwtTokenVerifier } from '../../../src/adapters/http/jwt-token-verifier.ts';
import { RemoteKeys } from '../../../src/adapters/http/remote-keys.ts';
import { localKey } from '../../../src/adapters/http/token-keys.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { describeTokenVerifier } from '../../contracts/token-verifier.ts';
import { AUDIENCE, issuedKey, type TokenChange, TokenIssuer } from '../../support/token-issuer.ts';

const NOW = Math.floor(Date.parse('2026-11-11T12:00:00Z') / 1000);
const CLAIMS = { uid: 'sub', zone: 'zone_id', name: 'name' };

describe('JwtTokenVerifier', () => {
  let issuer: TokenIssuer;
  let verifier: JwtTokenVerifier;
  const options = () => ({
    algorithms: ['RS256'],
    issuer: issuer.name,
    audience: AUDIENCE,
    clockToleranceSeconds: 5,
    claims: CLAIMS,
    clock: { now: () => NOW * 1000 },
  });
  const tokenOf = (change: TokenChange = {}) => issuer.token({ now: NOW, ...change });
  const resultOf = async (change: TokenChange) => verifier.verify(await tokenOf(change));

  before(async () => {
    issuer = await TokenIssuer.start();
    const keys = new RemoteKeys({ url: issuer.jwksUrl, algorithms: ['RS256'], timeoutMs: 2000 });
    verifier = new JwtTokenVerifier({ ...options(), keys });
  });
  after(() => issuer.close());

  it('returns the user, when the token was issued and ends, and its session at the issuer', async () => {
    expect(await resultOf({ claims: { sid: 's1', email: 'a@example.com' } })).to.deep.equal({
      kind: 'user',
      user: { uid: 'u1', zoneId: '1000', profile: { display_name: '小明' } },
      expiresAt: (NOW + 3600) * 1000,
      issuedAt: NOW * 1000,
      sid: 's1',
    });
  });

  const taken: Record<string, TokenChange> = {
    'of the type at+jwt': { header: { typ: 'at+jwt' } },
    'of the type application/at+jwt': { header: { typ: 'application/at+JWT' } },
    'of the type JWT': { header: { typ: 'JWT' } },
    'for several audiences': { claims: { aud: ['https://other.example', AUDIENCE] } },
    'that has ended within the tolerance': { claims: { exp: NOW - 4 } },
    'issued ahead within the tolerance': { claims: { iat: NOW + 5, nbf: NOW + 5 } },
  };
  for (const [what, change] of Object.entries(taken)) {
    it(`takes a token ${what}`, async () => {
      expect((await resultOf(change)).kind).to.equal('user');
    });
  }

  const refused: Record<string, TokenChange> = {
    'for another audience': { claims: { aud: 'https://other.example' } },
    'for an audience that begins like ours': { claims: { aud: `${AUDIENCE}.evil.example` } },
    'without an audience': { claims: { aud: undefined } },
    'of another issuer': { claims: { iss: 'https://other.example' } },
    'without an issuer': { claims: { iss: undefined } },
    'that has ended': { claims: { exp: NOW - 5 } },
    'without an end': { claims: { exp: undefined } },
    'with an end that is a text': { claims: { exp: String(NOW + 9) } },
    'without the time of its issue': { claims: { iat: undefined } },
    'issued in the future': { claims: { iat: NOW + 6 } },
    'not yet valid': { claims: { nbf: NOW + 6 } },
    'for a logout, by its type': { header: { typ: 'logout+jwt' } },
    'for a logout, by its events': {
      claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    },
    'of an unknown type': { header: { typ: 'secevent+jwt' } },
    'with an extension that must be understood': { header: { crit: ['x'], x: 1 } },
  };
  for (const [what, change] of Object.entries(refused)) {
    it(`refuses a token ${what}`, async () => {
      // jose does not sign what it does not understand.
      if (change.header?.crit) {
        const [, payload, signature] = (await tokenOf()).split('.');
        const header = base64url.encode(JSON.stringify({ alg: 'RS256', kid: 'k1', ...change.header }));
        expect(await verifier.verify(`${header}.${payload}.${signature}`)).to.deep.equal({ kind: 'refused' });
      } else expect(await resultOf(change)).to.deep.equal({ kind: 'refused' });
    });
  }

  it('refuses a token that is not signed', async () => {
    const claims = { iss: issuer.name, aud: AUDIENCE, sub: 'u1', iat: NOW, exp: NOW + 60 };
    const unsecured = new UnsecuredJWT(claims).encode();
    const [, payload] = unsecured.split('.');
    for (const alg of ['none', 'None', 'NONE', '', undefined, null, ['RS256']]) {
      const header = base64url.encode(JSON.stringify({ alg, kid: 'k1' }));
      for (const token of [unsecured, `${header}.${payload}.`, `${header}.${payload}.AAAA`]) {
        expect(await verifier.verify(token)).to.deep.equal({ kind: 'refused' });
      }
    }
  });

  it('refuses HS256 with the public key as the secret', async () => {
    const pem = await exportSPKI(issuer.key.publicKey);
    for (const secret of [pem, JSON.stringify(issuer.key.jwk), issuer.key.jwk.n ?? '']) {
      const token = await new SignJWT({ sub: 'u1' })
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .setIssuer(issuer.name)
        .setAudience(AUDIENCE)
        .setIssuedAt(NOW)
        .setExpirationTime(NOW + 60)
        .sign(Buffer.from(secret.padEnd(32)));
      expect(await verifier.verify(token)).to.deep.equal({ kind: 'refused' });
    }
  });

  it('refuses another algorithm of a good key', async () => {
    const [, payload] = (await tokenOf()).split('.');
    const signed = `${base64url.encode(JSON.stringify({ alg: 'PS256', kid: 'k1' }))}.${payload}`;
    const signature = sign('sha256', Buffer.from(signed), {
      key: KeyObject.from(issuer.key.privateKey),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    const token = `${signed}.${signature.toString('base64url')}`;
    expect((await compactVerify(token, KeyObject.from(issuer.key.publicKey))).payload).to.not.equal(null);
    expect(await verifier.verify(token)).to.deep.equal({ kind: 'refused' });
  });

  it('refuses a key that somebody else has under the name of a good one', async () => {
    expect(await resultOf({ key: await issuedKey('k1') })).to.deep.equal({ kind: 'refused' });
  });

  it('refuses a key that the token brings itself', async () => {
    const own = await issuedKey('k1');
    for (const header of [
      { jwk: own.jwk },
      { jku: 'http://127.0.0.1:9/jwks' },
      { x5u: 'http://127.0.0.1:9/' },
    ]) {
      expect(await resultOf({ key: own, header })).to.deep.equal({ kind: 'refused' });
    }
  });

  it('refuses a token that was changed at any place', async () => {
    const token = await tokenOf();
    const change = fc.tuple(fc.nat(token.length - 1), fc.constantFrom(...'Aa0_-.!'));
    await fc.assert(
      fc.asyncProperty(change, async ([at, letter]) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        fc.pre(changed !== token);
        expect((await verifier.verify(changed)).kind).to.equal('refused');
      }),
      { numRuns: 300 },
    );
  });

  it('refuses the same signature written in another way, which would have another digest', async () => {
    const token = await tokenOf();
    const signature = Buffer.from(token.split('.')[2] ?? '', 'base64url');
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => token.slice(0, -1) + last)
      .filter(
        (text) => text !== token && Buffer.from(text.split('.')[2] ?? '', 'base64url').equals(signature),
      );
    expect(others).to.have.length(15);
    for (const other of others) expect(await verifier.verify(other)).to.deep.equal({ kind: 'refused' });
  });

  it('refuses what is no token, and one that is too long', async () => {
    const { fetches } = issuer;
    const long = await tokenOf({ claims: { text: 'x'.repeat(3000) } });
    expect(long.length).to.be.above(4096);
    for (const text of ['', 'x', 'a.b', 'a.b.c', 'a.b.c.d.e', long, `${'a'.repeat(4096)}`]) {
      expect(await verifier.verify(text)).to.deep.equal({ kind: 'refused' });
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.json(), async (text, header) => {
        expect((await verifier.verify(text)).kind).to.equal('refused');
        const encoded = base64url.encode(header);
        expect((await verifier.verify(`${encoded}.${encoded}.${encoded}`)).kind).to.equal('refused');
      }),
    );
    expect(issuer.fetches).to.equal(fetches);
  });

  it('treats a token of the issuer that names no user as a fault', async () => {
    for (const sub of [undefined, '', 'x'.repeat(129)]) {
      const error = await resultOf({ claims: { sub } }).catch((each: unknown) => each);
      expect(error).to.be.instanceOf(DependencyError);
    }
  });

  it('takes one key of its own for all tokens', async () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const own = new JwtTokenVerifier({ ...options(), algorithms: ['HS256'], keys: localKey(key) });
    const token = await new SignJWT({ sub: 'u1' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer.name)
      .setAudience(AUDIENCE)
      .setIssuedAt(NOW)
      .setExpirationTime(NOW + 60)
      .sign(key);
    expect(await own.verify(token)).to.deep.include({ kind: 'user', expiresAt: (NOW + 60) * 1000 });
    expect(await own.verify(await tokenOf())).to.deep.equal({ kind: 'refused' });
  });

  for (const alg of ['RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']) {
    it(`verifies ${alg}`, async () => {
      const key = await issuedKey('k', alg);
      const verifying = new JwtTokenVerifier({
        ...options(),
        algorithms: [alg],
        keys: localKey(key.publicKey as Parameters<typeof localKey>[0]),
      });
      expect((await verifying.verify(await tokenOf({ key }))).kind).to.equal('user');
    });
  }
});

/* The tokens must be there before the cases are described. */
const contractKey = await issuedKey('k1');
const contract = await (async () => {
  const issuer = await TokenIssuer.start();
  issuer.key = contractKey;
  issuer.publish(contractKey.jwk);
  const tokens = {
    good: await issuer.token({ claims: { zone_id: 1000 } }),
    noZone: await issuer.token({ claims: { sub: 'u2', zone_id: undefined } }),
    bad: await issuer.token({ key: await issuedKey('k1') }),
  };
  return { issuer, tokens };
})();

describeTokenVerifier({
  name: 'signed tokens',
  tokens: contract.tokens,
  create: async () => {
    const { issuer } = contract;
    const verifier = new JwtTokenVerifier({
      keys: new RemoteKeys({ url: issuer.jwksUrl, algorithms: ['RS256'], timeoutMs: 2000 }),
      algorithms: ['RS256'],
      issuer: issuer.name,
      audience: AUDIENCE,
      clockToleranceSeconds: 5,
      claims: CLAIMS,
      clock: { now: () => Date.now() },
    });
    return { verifier, close: () => issuer.close() };
  },
});
