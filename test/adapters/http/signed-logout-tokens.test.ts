import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { SignedLogoutTokens } from '../../../src/adapters/http/signed-logout-tokens.ts';
import { localKey } from '../../../src/adapters/http/token-keys.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = 1_800_000_000;
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const GOOD = { iss: 'https://id.test', aud: 'shop', iat: NOW, jti: 'j1', sub: 'u1', events: EVENTS };

const OPTIONS = {
  keys: localKey(publicKey),
  algorithms: ['RS256'],
  issuer: 'https://id.test',
  audience: 'shop',
  clockToleranceSeconds: 5,
  uidClaim: 'sub',
  clock: { now: () => NOW * 1000 },
};
const tokens = new SignedLogoutTokens(OPTIONS);

function signed(claims: object, header: object = {}, key = privateKey): Promise<string> {
  return new SignJWT({ ...GOOD, ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
}

/** What the token ends, or why it is refused. */
async function read(token: string) {
  const reading = await tokens.read(token);
  return reading.kind === 'logout' ? reading.logout : reading.reason;
}

describe('SignedLogoutTokens', () => {
  it('reads whose sessions end', async () => {
    expect(await read(await signed({}))).to.deep.equal({
      ...{ jti: 'j1', issuedAt: NOW * 1000, uid: 'u1', sid: null },
    });
    const ofSession = { sub: undefined, sid: 's-1', aud: ['other', 'shop'], exp: NOW + 60 };
    expect(await read(await signed(ofSession, { typ: 'logout+jwt' }))).to.include({
      ...{ uid: null, sid: 's-1' },
    });
    expect(await read(await signed({ iat: NOW - 299 }))).to.include({ uid: 'u1' });
  });

  it('reads the id of a user that is a number, as access tokens have it', async () => {
    expect(await read(await signed({ sub: 7 }))).to.include({ uid: '7' });
  });

  it('reads a time with parts of a second as whole milliseconds', async () => {
    expect(await read(await signed({ iat: NOW - 0.8766 }))).to.include({ issuedAt: NOW * 1000 - 877 });
  });

  it('reads a token of the general type, which older providers write', async () => {
    for (const typ of ['JWT', 'application/logout+JWT'])
      expect(await read(await signed({}, { typ })), typ).to.include({ uid: 'u1' });
  });

  const wrong: Readonly<Record<string, readonly [object, string]>> = {
    issuer: [{ iss: 'https://evil.test' }, 'issuer'],
    'no issuer': [{ iss: undefined }, 'issuer'],
    audience: [{ aud: 'another' }, 'audience'],
    'no audience': [{ aud: undefined }, 'audience'],
    'no jti': [{ jti: undefined }, 'jti'],
    'an empty jti': [{ jti: '' }, 'jti'],
    'no time': [{ iat: undefined }, 'time'],
    'a time that is no number': [{ iat: 'now' }, 'time'],
    'too old': [{ iat: NOW - 306 }, 'too_old'],
    'of the future': [{ iat: NOW + 60 }, 'time'],
    'valid later': [{ nbf: NOW + 60 }, 'time'],
    expired: [{ exp: NOW - 6 }, 'expired'],
    nonce: [{ nonce: 'n' }, 'nonce'],
    'no event': [{ events: undefined }, 'events'],
    'another event': [{ events: { other: {} } }, 'events'],
    'an event that is no object': [{ events: { [Object.keys(EVENTS)[0] ?? '']: true } }, 'events'],
    nobody: [{ sub: undefined }, 'user'],
    'a sub that is no id': [{ sub: 7.5 }, 'user'],
    'an empty sid': [{ sid: '' }, 'user'],
  };
  for (const [name, [claims, reason]] of Object.entries(wrong)) {
    it(`refuses, and says why: ${name}`, async () => {
      expect(await read(await signed(claims))).to.equal(reason);
    });
  }

  it('refuses another key, algorithm or type, and what is no token', async () => {
    const good = await signed({});
    const [, body = '', signature = ''] = good.split('.');
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    const none = encoded('{"alg":"none"}');
    for (const [token, reason] of [
      [await signed({}, {}, other.privateKey), 'signature'],
      [await signed({}, { alg: 'RS512' }), 'algorithm'],
      [await signed({}, { typ: 'at+jwt' }), 'form'],
      [`${none}.${body}.${signature}`, 'algorithm'],
      [`${none}.${body}.`, 'form'],
      ['', 'form'],
      ['a.b.c', 'form'],
      [`${good}x`, 'form'],
      ['x'.repeat(100_000), 'form'],
    ] as const) {
      expect(await read(token), token.slice(0, 40)).to.equal(reason);
    }
    const withoutKeys = new SignedLogoutTokens({ ...OPTIONS, keys: { keyFor: () => null } });
    expect(await withoutKeys.read(good)).to.deep.equal({ kind: 'refused', reason: 'key' });
  });
});
