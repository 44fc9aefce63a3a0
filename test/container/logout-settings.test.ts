import { expect } from 'chai';
import { EnvReader } from '../../src/container/env-reader.ts';
import type { IdentitySettings } from '../../src/container/identity-settings.ts';
import { readLogout } from '../../src/container/logout-settings.ts';

const JWT: IdentitySettings = {
  ...{
    kind: 'jwt',
    issuer: 'https://id.example.com',
    jwksUrl: 'https://id.example.com/keys',
    audience: 'shop',
  },
  ...{ algorithms: ['ES256'], clockToleranceSeconds: 7, claims: { uid: 'user.id', zone: 'z', name: 'n' } },
};
const OWN = { LOGOUT_ISSUER: 'https://id.example.com', LOGOUT_JWKS_URL: 'https://id.example.com/keys' };

function read(env: Record<string, string>, identity: IdentitySettings) {
  const reader = new EnvReader(env);
  return { settings: readLogout(reader, identity), problems: reader.problems };
}

describe('readLogout', () => {
  it('is off without an audience', () => {
    expect(read({}, JWT)).to.deep.equal({ settings: null, problems: [] });
  });

  it('has the issuer, the keys and the algorithms of the tokens of visitors', () => {
    const { settings, problems } = read({ LOGOUT_AUDIENCE: 'web' }, JWT);
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.equal({
      ...{ issuer: 'https://id.example.com', jwksUrl: 'https://id.example.com/keys', audience: 'web' },
      ...{ algorithms: ['ES256'], clockToleranceSeconds: 7, uidClaim: 'user.id' },
    });
  });

  it('needs them where tokens are not signed', () => {
    const { problems } = read({ LOGOUT_AUDIENCE: 'web' }, { ...JWT, kind: 'check_token' } as never);
    expect(problems.map((problem) => problem.split(' must ')[0])).to.deep.equal([
      'LOGOUT_AUDIENCE is set: then LOGOUT_ISSUER',
      'LOGOUT_AUDIENCE is set: then LOGOUT_JWKS_URL',
    ]);
  });

  it('is reported where no provider has issued the tokens', () => {
    const env = { LOGOUT_AUDIENCE: 'web', ...OWN };
    for (const kind of ['wechat', 'demo']) {
      const { problems } = read(env, { ...JWT, kind } as never);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.contain('IDENTITY');
    }
    expect(read(env, { ...JWT, kind: 'introspection' } as never).problems).to.deep.equal([]);
  });
});
