import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { startHttpServer } from '../support/http-server.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { AUDIENCE, issuedKey, TokenIssuer } from '../support/token-issuer.ts';

const lucky = {
  dispatch: 'shake',
  is_login_user: true,
  is_check_zone: true,
  zones: ['1000'],
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { prizes: { car: { odds: '100%', stock: 5 } } },
};

async function explaining(identity: Readonly<Record<string, string>>) {
  const env = { ...identity, ACTIVITIES_DIR: await activitiesDir({ a1: lucky }) };
  return async (token: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCommand(['explain', 'a1', '--token', token, ...args], env);
    expect(stdout + stderr).not.to.include(token);
    return { code, stdout, stderr };
  };
}

describe('explain --token', () => {
  it('verifies the token by the keys of the issuer', async () => {
    const issuer = await TokenIssuer.start();
    try {
      const explained = await explaining({
        IDENTITY: 'jwt',
        JWT_ISSUER: issuer.name,
        JWT_JWKS_URL: issuer.jwksUrl,
        JWT_AUDIENCE: AUDIENCE,
      });
      const served = await explained(await issuer.token(), '--json');
      const who = { uid: 'u1', zone_id: '1000', name: '小明' };
      expect(JSON.parse(served.stdout)).to.include({ ...who, static: 'served', draw: 'served' });
      expect(served.code).to.equal(0);
      expect((await explained(await issuer.token())).stdout).to.match(
        /^a1 at .*: user u1 \(小明\), zone 1000\n/,
      );

      const elsewhere = await explained(await issuer.token({ claims: { zone_id: '7', name: undefined } }));
      expect(elsewhere.code).to.equal(1);
      expect(elsewhere.stdout)
        .to.match(/: user u1, zone 7\n/)
        .and.include('draw: zone_not_allowed');
      const now = Math.floor(Date.now() / 1000);
      for (const token of [
        await issuer.token({ claims: { exp: now - 60 } }),
        await issuer.token({ claims: { aud: 'another' } }),
        await issuer.token({ key: await issuedKey('k1') }),
        'no-token-at-all',
      ]) {
        const { code, stdout } = await explained(token, '--json');
        expect([code, JSON.parse(stdout).draw, JSON.parse(stdout).uid]).to.deep.equal([
          1,
          'token_refused',
          null,
        ]);
      }
    } finally {
      await issuer.close();
    }
  });

  it('says so where the issuer is away, rather than that the token is refused', async () => {
    const issuer = await TokenIssuer.start();
    const explained = await explaining({
      IDENTITY: 'jwt',
      JWT_ISSUER: issuer.name,
      JWT_JWKS_URL: issuer.jwksUrl,
      JWT_AUDIENCE: AUDIENCE,
    });
    const token = await issuer.token();
    await issuer.close();
    const { code, stdout, stderr } = await explained(token);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^cms-market: identity provider: its keys cannot be read: .+\n$/);
  });

  it('asks the introspection endpoint, with the secret of the client', async () => {
    const server = await startHttpServer((request, response, body) => {
      const isClient = request.headers.authorization === `Basic ${btoa('shop:s3cret')}`;
      const isKnown = new URLSearchParams(body).get('token') === 'good';
      const user = { sub: 'u1', user: { shop: 1000, nick: '小明' } };
      response.writeHead(isClient ? 200 : 401);
      response.end(JSON.stringify(isKnown ? { active: true, ...user } : { active: false }));
    });
    try {
      const file = join(await tempDir(), 'secret');
      await writeFile(file, 's3cret\n');
      const settings = {
        IDENTITY: 'introspection',
        INTROSPECTION_URL: `${server.origin}/introspect`,
        INTROSPECTION_CLIENT_ID: 'shop',
        INTROSPECTION_CLIENT_SECRET_FILE: file,
        IDENTITY_CLAIMS: 'zone=user.shop,name=user.nick',
      };
      const explained = await explaining(settings);
      const served = await explained('good', '--json');
      const who = { uid: 'u1', zone_id: '1000', name: '小明' };
      expect(JSON.parse(served.stdout)).to.include({ ...who, static: 'served', draw: 'served' });
      const refused = await explained('bad', '--json');
      expect([refused.code, JSON.parse(refused.stdout).draw]).to.deep.equal([1, 'token_refused']);
      const stranger = await (await explaining({ ...settings, INTROSPECTION_CLIENT_ID: 'other' }))('good');
      expect(stranger.stderr).to.include('does not accept the client’s credentials');
      expect(stranger.stdout + stranger.stderr).not.to.include('s3cret');
    } finally {
      await server.close();
    }
  });
});
