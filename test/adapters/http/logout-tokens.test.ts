import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { LogoutTokens } from '../../../src/adapters/http/logout-tokens.ts';
import { localKey } from '../../../src/adapters/http/token-keys.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = 1_800_000_000;
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const GOOD = { iss: 'https://id.test', aud: 'shop', iat: NOW, jti: 'j1', sub: 'u1', events: EVENTS };

const tokens = new LogoutTokens({
  keys: localKey(publicKey),
  algorithms: ['RS256'],
  issuer: 'https://id.test',
  audience: 'shop',
  clockToleranceSeconds: 5,
  uidClaim: 'sub',
  clock: { now: () => NOW * 1000 },
});

function signed(claims: object, header: object = {}, key = privateKey): Promise<string> {
  return new SignJWT({ ...GOOD, ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
}

describe('LogoutTokens', () => {
  it('reads whose sessions end', async () => {
    expect(await tokens.read(await signed({}))).to.deep.equal({
      ...{ jti: 'j1', issuedAt: NOW * 1000, uid: 'u1', sid: null },
    });
    const ofSession = { sub: undefined, sid: 's-1', aud: ['other', 'shop'], exp: NOW + 60 };
    expect(await tokens.read(await signed(ofSession, { typ: 'logout+jwt' }))).to.include({
      ...{ uid: null, sid: 's-1' },
    });
    expect(await tokens.read(await signed({ iat: NOW - 299 }))).to.include({ uid: 'u1' });
  });

  it('reads the id of a user that is a number, as access tokens have it', async () => {
    expect(await tokens.read(await signed({ sub: 7 }))).to.include({ uid: '7' });
  });

  it('reads a time with parts of a second as whole milliseconds', async () => {
    const read = await tokens.read(await signed({ iat: NOW - 0.8766 }));
    expect(read).to.include({ issuedAt: NOW * 1000 - 877 });
  });

  it('reads a token of the general type, which older providers write', async () => {
    for (const typ of ['JWT', 'application/logout+JWT'])
      expect(await tokens.read(await signed({}, { typ })), typ).to.include({ uid: 'u1' });
  });

  const wrong: Readonly<Record<string, object>> = {
    issuer: { iss: 'https://evil.test' },
    audience: { aud: 'another' },
    'no jti': { jti: undefined },
    'no time': { iat: undefined },
    'too old': { iat: NOW - 306 },
    'of the future': { iat: NOW + 60 },
    expired: { exp: NOW - 6 },
    nonce: { nonce: 'n' },
    'no event': { events: undefined },
    'another event': { events: { other: {} } },
    'an event that is no object': { events: { [Object.keys(EVENTS)[0] ?? '']: true } },
    nobody: { sub: undefined },
    'a sub that is no id': { sub: 7.5 },
    'an empty sid': { sid: '' },
  };
  for (const [name, claims] of Object.entries(wrong)) {
    it(`refuses: ${name}`, async () => {
      expect(await tokens.read(await signed(claims))).to.equal(null);
    });
  }

  it('refuses another key, algorithm or type, and what is no token', async () => {
    const good = await signed({});
    const [, body = '', signature = ''] = good.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      await signed({}, {}, other.privateKey),
      await signed({}, { alg: 'RS512' }),
      await signed({}, { typ: 'at+jwt' }),
      `${none}.${body}.${signature}`,
      `${none}.${body}.`,
      '',
      'a.b.c',
      `${good}x`,
      'x'.repeat(100_000),
    ]) {
      expect(await tokens.read(token), token.slice(0, 40)).to.equal(null);
    }
  });
});
