import { expect } from 'chai';
import { introspectionWire } from '../../../src/adapters/http/introspection-wire.ts';
import { PassportTokenVerifier } from '../../../src/adapters/http/passport-token-verifier.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { describeTokenVerifier } from '../../contracts/token-verifier.ts';
import { type Handler, startHttpServer } from '../../support/http-server.ts';

const NOW = Math.floor(Date.parse('2026-11-11T12:00:00Z') / 1000);
const CLIENT = { clientId: 'shop 1', secret: 's:e c+r%t', auth: 'basic', audience: null } as const;

async function introspected(handler: Handler, change: { auth?: 'post'; audience?: string } = {}) {
  const server = await startHttpServer(handler);
  const claims = { uid: 'sub', zone: 'zone_id', name: 'name' };
  const verifier = new PassportTokenVerifier({
    url: `${server.origin}/introspect`,
    wire: introspectionWire({ ...CLIENT, ...change }, claims, { now: () => NOW * 1000 }),
    timeoutMs: 1000,
    entropy: cryptoEntropy,
  });
  const close = async () => {
    verifier.close();
    await server.close();
  };
  return { verifier, server, close };
}

const json =
  (body: unknown): Handler =>
  (_request, response) =>
    response.end(JSON.stringify(body));
const known: Record<string, object> = { good: { sub: 'u1', zone_id: 1000 }, noZone: { sub: 'u2' } };

describeTokenVerifier({
  name: 'introspection',
  tokens: { good: 'good', noZone: 'noZone', bad: 'bad' },
  create: () =>
    introspected((_request, response, body) => {
      const user = known[new URLSearchParams(body).get('token') ?? ''];
      response.end(JSON.stringify(user ? { active: true, ...user } : { active: false }));
    }),
});

describe('introspection', () => {
  async function resultOf(handler: Handler, change?: { audience: string }): Promise<unknown> {
    const { verifier, close } = await introspected(handler, change);
    const result = await verifier.verify('t').catch((error: unknown) => error);
    await close();
    return result;
  }

  it('sends the token as a form, with the client in the header or in the body', async () => {
    const basic = await introspected(json({ active: false }));
    await basic.verifier.verify('a+b=&c');
    await basic.close();
    const [request] = basic.server.requests;
    expect(request?.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    expect(request?.body).to.equal('token=a%2Bb%3D%26c&token_type_hint=access_token');
    const [scheme, encoded = ''] = request?.headers.authorization?.split(' ') ?? [];
    expect([scheme, Buffer.from(encoded, 'base64').toString()]).to.deep.equal([
      'Basic',
      'shop+1:s%3Ae+c%2Br%25t',
    ]);
    const post = await introspected(json({ active: false }), { auth: 'post' });
    await post.verifier.verify('t');
    await post.close();
    expect(post.server.requests[0]?.headers.authorization).to.equal(undefined);
    expect(Object.fromEntries(new URLSearchParams(post.server.requests[0]?.body))).to.deep.equal({
      client_id: CLIENT.clientId,
      client_secret: CLIENT.secret,
      token: 't',
      token_type_hint: 'access_token',
    });
  });

  it('returns the user, the end of the token and its session, and keeps no other claims', async () => {
    const claims = { sub: 'u1', name: '小明', scope: 'x', exp: NOW + 60, nbf: NOW, sid: 's1', iat: NOW };
    expect(await resultOf(json({ active: true, ...claims }))).to.deep.equal({
      kind: 'user',
      user: { uid: 'u1', zoneId: null, profile: { display_name: '小明' } },
      expiresAt: (NOW + 60) * 1000,
      sid: 's1',
    });
  });

  it('reads null as what is not known', async () => {
    const unknown = { exp: null, nbf: null, aud: null, sid: null };
    const answer = json({ active: true, sub: 'u1', ...unknown });
    const user = { uid: 'u1', zoneId: null, profile: {} };
    expect(await resultOf(answer)).to.deep.equal({ kind: 'user', user });
    expect(await resultOf(json({ active: false, ...unknown }))).to.deep.equal({ kind: 'refused' });
  });

  for (const [what, claims] of Object.entries({
    'that is over': { exp: NOW },
    'that is not valid yet': { nbf: NOW + 6 },
    'for another audience': { aud: ['other'] },
    'without an audience': {},
  })) {
    it(`refuses an active token ${what}`, async () => {
      const answer = json({
        active: true,
        sub: 'u1',
        aud: what.includes('audience') ? undefined : 'shop',
        ...claims,
      });
      expect(await resultOf(answer, { audience: 'shop' })).to.deep.equal({ kind: 'refused' });
    });
  }

  it('takes a token for us among others', async () => {
    const answer = json({ active: true, sub: 'u1', aud: ['other', 'shop'] });
    expect(await resultOf(answer, { audience: 'shop' })).to.include({ kind: 'user' });
  });

  const failed =
    (code: number, body: unknown): Handler =>
    (_request, response) =>
      response.writeHead(code).end(JSON.stringify(body));

  it('refuses a token of a form that the server does not have', async () => {
    const answer = failed(400, { error: 'unsupported_token_type', error_description: 'no such token' });
    expect(await resultOf(answer)).to.deep.equal({ kind: 'refused' });
  });

  it('asks once in 5 s of a token that is not active', async () => {
    const { verifier, server, close } = await introspected(json({ active: false }));
    for (let call = 0; call < 10; call++) await verifier.verify('t');
    await close();
    expect(server.requests).to.have.length(1);
  });

  const status =
    (code: number): Handler =>
    (_request, response) =>
      response.writeHead(code, { Location: '/elsewhere' }).end('{"active":false}');
  for (const [what, handler] of Object.entries({
    'HTTP 401, which is about our credentials': status(401),
    'HTTP 403': status(403),
    'HTTP 400': status(400),
    'HTTP 400 for a request that is not valid': failed(400, { error: 'invalid_request' }),
    'HTTP 400 for another client': failed(400, { error: 'invalid_client' }),
    'HTTP 400 with the error in a list': failed(400, { error: ['unsupported_token_type'] }),
    'the error of a token with HTTP 404': failed(404, { error: 'unsupported_token_type' }),
    'the error of a token with HTTP 500': failed(500, { error: 'unsupported_token_type' }),
    'the error of a token with HTTP 200': failed(200, { error: 'unsupported_token_type' }),
    'HTTP 500': status(500),
    'a redirect': status(302),
    'no JSON': ((_request, response) => response.end('<html>')) as Handler,
    'an answer without active': json({ sub: 'u1' }),
    'active as a text': json({ active: 'true', sub: 'u1' }),
    'no user': json({ active: true }),
    'more than 64 KiB': json({ active: true, sub: 'u1', text: 'x'.repeat(65_536) }),
    'no answer': () => {},
  } satisfies Record<string, Handler>)) {
    it(`treats ${what} as a fault, never as a refusal`, async () => {
      const error = await resultOf(handler);
      expect(error).to.be.instanceOf(DependencyError);
      expect(String(error)).not.to.include(CLIENT.secret);
    });
  }
});
