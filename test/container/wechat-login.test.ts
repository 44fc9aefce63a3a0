import { expect } from 'chai';
import { JoseTokenIssuer } from '../../src/adapters/jose/jose-token-issuer.ts';
import { derivedKey } from '../../src/application/admission/derived-key.ts';
import type { Get } from '../../src/container/registry.ts';
import { tokens } from '../../src/container/tokens.ts';
import { ownLoginUrl, wechatVerifier } from '../../src/container/wechat-login.ts';
import { describeTokenVerifier } from '../contracts/token-verifier.ts';

const NOW = Date.UTC(2026, 10, 11);
const wechat = {
  appId: 'wx0123456789abcdef',
  secret: 's3cret'.padEnd(32, '0'),
  apiUrl: 'http://127.0.0.1:9',
};
const clock = { now: () => NOW };

const get = ((token: unknown) => (token === tokens.settings ? { wechat } : clock)) as Get;

const issuerOf = (secret: string, now = NOW) =>
  new JoseTokenIssuer({
    issuer: 'cms-market',
    audience: wechat.appId,
    key: derivedKey(secret, 'token'),
    lastsSeconds: 600,
    clock: { now: () => now },
  });

const issued = { good: '', noZone: '', bad: '' };

describeTokenVerifier({
  name: 'wechat',
  tokens: issued,
  withoutZones: 'WeChat knows no zones of ours',
  create: async () => {
    issued.good = await issuerOf(wechat.secret).issue({ uid: 'u1', name: null });
    issued.noZone = await issuerOf(wechat.secret).issue({ uid: 'u2', name: null });
    issued.bad = await issuerOf('another'.padEnd(32, '0')).issue({ uid: 'u3', name: null });
    return { verifier: wechatVerifier(get), close: async () => {} };
  },
});

describe('the tokens of the login by WeChat', () => {
  it('say when they were issued and end, and the name that people see', async () => {
    const token = await issuerOf(wechat.secret).issue({ uid: 'o1', name: '张小满 🌾' });
    expect(token).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await wechatVerifier(get).verify(token)).to.deep.equal({
      kind: 'user',
      user: { uid: 'o1', zoneId: null, profile: { display_name: '张小满 🌾' } },
      issuedAt: NOW,
      expiresAt: NOW + 600_000,
    });
  });

  it('end by themselves, and all at once with the secret', async () => {
    const old = await issuerOf(wechat.secret, NOW - 700_000).issue({ uid: 'o1', name: null });
    const other = await issuerOf('t'.repeat(32)).issue({ uid: 'o1', name: null });
    for (const token of [old, other]) {
      expect(await wechatVerifier(get).verify(token)).to.deep.equal({ kind: 'refused' });
    }
  });

  it('have a key of their own, the same in every process', () => {
    const keys = [derivedKey('s', 'token'), derivedKey('s', 'token'), derivedKey('s', 'login_state')];
    const [one, same, other] = keys.map((key) => Buffer.from(key).toString('hex'));
    expect(one)
      .to.equal(same)
      .and.to.match(/^[0-9a-f]{64}$/);
    expect(other).not.to.equal(one);
  });
});

describe('the login that activities without one get', () => {
  it('is the service’s own, with IDENTITY=wechat alone', () => {
    const identity = { kind: 'wechat', claims: {} as never, scope: 'snsapi_base', openUrl: '' } as const;
    expect(ownLoginUrl({ identity, basePath: '/h5' })).to.equal('/h5/wechat/login?return={return}');
    expect(ownLoginUrl({ identity: { kind: 'demo' }, basePath: '/h5' })).to.equal(null);
  });
});
