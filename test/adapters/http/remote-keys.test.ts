import { expect } from 'chai';
import { exportJWK, generateKeyPair } from 'jose';
import { RemoteKeys } from '../../../src/adapters/http/remote-keys.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { Handler } from '../../support/http-server.ts';
import { issuedKey, publishing, TokenIssuer } from '../../support/token-issuer.ts';

const TIMEOUT_MS = 300;
const ofKey = (kid: string | undefined, alg = 'RS256') => ({ alg, kid });

describe('RemoteKeys', () => {
  let issuer: TokenIssuer;
  let time: { ms: number };
  let keys: RemoteKeys;
  let results: string[];

  beforeEach(async () => {
    issuer = await TokenIssuer.start();
    time = { ms: 0 };
    results = [];
    keys = new RemoteKeys({
      url: issuer.jwksUrl,
      algorithms: ['RS256'],
      timeoutMs: TIMEOUT_MS,
      telemetry: { keysFetched: (result) => results.push(result) },
      monotonic: { now: () => time.ms },
    });
  });
  afterEach(() => issuer.close());

  const faultOf = (kid: string) =>
    Promise.resolve(keys.keyFor(ofKey(kid))).then(
      () => null,
      (error: unknown) => error,
    );

  it('fetches once for many tokens, and has a known key at once', async () => {
    const found = await Promise.all(Array.from({ length: 100 }, () => keys.keyFor(ofKey('k1'))));
    expect(found.every((key) => key !== null)).to.equal(true);
    expect(keys.keyFor(ofKey('k1')))
      .not.to.be.instanceOf(Promise)
      .and.not.to.equal(null);
    expect(issuer.fetches).to.equal(1);
    expect(results).to.deep.equal(['ok']);
  });

  it('fetches once in a cool-down for 10,000 tokens that name unknown keys', async () => {
    await keys.keyFor(ofKey('k1'));
    time.ms = 30_000;
    const flood = (from: number) =>
      Promise.all(Array.from({ length: 5000 }, (_, index) => keys.keyFor(ofKey(`junk${from + index}`))));
    expect(new Set(await flood(0))).to.deep.equal(new Set([null]));
    time.ms += 29_999;
    expect(new Set(await flood(5000))).to.deep.equal(new Set([null]));
    expect(issuer.fetches).to.equal(2);
    time.ms += 1;
    await flood(0);
    expect(issuer.fetches).to.equal(3);
  });

  it('finds a new key of the issuer at once, and forgets one that was withdrawn', async () => {
    await keys.keyFor(ofKey('k1'));
    time.ms = 30_000;
    issuer.publish((await issuedKey('k2')).jwk);
    expect(await keys.keyFor(ofKey('k2'))).not.to.equal(null);
    expect(await keys.keyFor(ofKey('k1'))).to.equal(null);
  });

  it('reads the keys again after 10 minutes', async () => {
    await keys.keyFor(ofKey('k1'));
    time.ms = 599_999;
    await keys.keyFor(ofKey('k1'));
    expect(issuer.fetches).to.equal(1);
    issuer.publish((await issuedKey('k2')).jwk);
    time.ms = 600_000;
    expect(await keys.keyFor(ofKey('k1')), 'withdrawn').to.equal(null);
  });

  it('goes on with its keys while the issuer is away, and refuses nobody for that', async () => {
    await keys.keyFor(ofKey('k1'));
    issuer.handler = (_request, response) => response.writeHead(503).end();
    time.ms = 600_000;
    expect(await keys.keyFor(ofKey('k1'))).not.to.equal(null);
    expect(keys.isHealthy()).to.equal(false);
    expect(keys.keyFor(ofKey('k1')), 'without waiting').not.to.be.instanceOf(Promise);
    for (let token = 0; token < 100; token++) {
      expect(await faultOf(`new${token}`)).to.be.instanceOf(DependencyError);
    }
    expect(issuer.fetches).to.equal(2);
    issuer.publish(issuer.key.jwk);
    time.ms += 5000;
    expect(await keys.keyFor(ofKey('new')), 'the issuer says so').to.equal(null);
    expect(keys.isHealthy()).to.equal(true);
    expect(issuer.fetches).to.equal(3);
  });

  const faults: Record<string, Handler> = {
    'HTTP 500': (_request, response) => response.writeHead(500).end(),
    'a redirect': (_request, response) => response.writeHead(302, { Location: '/other' }).end(),
    'no JSON': publishing('<html>'),
    'no keys': publishing({ keys: [] }),
    'another object': publishing({ issuer: 'x' }),
    'more than 256 KiB': publishing({ keys: [], text: 'x'.repeat(10_000_000) }),
    'no answer': () => {},
    'a body that drips': (_request, response) => {
      const drip = setInterval(() => response.write(' '), TIMEOUT_MS / 5);
      response.on('close', () => clearInterval(drip));
    },
    'a connection cut off': (request) => request.socket.destroy(),
    'a symmetric key': publishing({ keys: [{ kty: 'oct', kid: 'k1', k: 'c2VjcmV0', alg: 'HS256' }] }),
    'a key for encryption': publishing({
      keys: [{ kty: 'RSA', use: 'enc', kid: 'k1', n: 'AQAB', e: 'AQAB' }],
    }),
    'a key that is none': publishing({ keys: [{ kty: 'RSA', kid: 'k1', n: 1 }, null, 'x'] }),
  };
  for (const [what, handler] of Object.entries(faults)) {
    it(`treats ${what} as a fault, and asks again after 5 s`, async () => {
      issuer.handler = handler;
      expect(await faultOf('k1')).to.be.instanceOf(DependencyError);
      expect(await faultOf('k1')).to.be.instanceOf(DependencyError);
      expect(issuer.fetches).to.equal(1);
      expect(results).to.deep.equal(['fault']);
      issuer.publish(issuer.key.jwk);
      time.ms += 5000;
      expect(await keys.keyFor(ofKey('k1'))).not.to.equal(null);
    });
  }

  it('leaves out private keys, and keys of other algorithms', async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const elliptic = await issuedKey('k3', 'ES256');
    issuer.publish({ ...(await exportJWK(privateKey)), kid: 'k2' }, elliptic.jwk, issuer.key.jwk);
    expect(await keys.keyFor(ofKey('k1'))).not.to.equal(null);
    expect(await keys.keyFor(ofKey('k2'))).to.equal(null);
    expect(await keys.keyFor(ofKey('k3', 'ES256'))).to.equal(null);
  });

  it('takes a token that names no key if there is no choice', async () => {
    expect(await keys.keyFor(ofKey(undefined))).not.to.equal(null);
    time.ms = 600_000;
    issuer.publish(issuer.key.jwk, (await issuedKey('k2')).jwk);
    expect(await keys.keyFor(ofKey(undefined))).to.equal(null);
  });
});
