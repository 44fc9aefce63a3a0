import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { EnvReader } from '../../src/container/env-reader.ts';
import { readIdentity, readNamespace } from '../../src/container/identity-settings.ts';
import { tempDir } from '../support/temp-dir.ts';

type Env = Readonly<Record<string, string>>;

function read(env: Env, production = false) {
  const reader = new EnvReader(env);
  const identity = readIdentity(reader, production);
  const namespace = readNamespace(reader, identity, { appId: 'wx0123456789abcdef' });
  return { identity, namespace, problems: reader.problems };
}

const OF_STANDARDS = { uid: 'sub', zone: 'zone_id', name: 'name' };
const JWT = {
  IDENTITY: 'jwt',
  JWT_ISSUER: 'https://id.example.com',
  JWT_JWKS_URL: 'https://id.example.com/jwks',
  JWT_AUDIENCE: 'https://shop.example.com',
};
const WECHAT = {
  IDENTITY: 'wechat',
  WECHAT_APP_ID: 'wx0123456789abcdef',
  WECHAT_SECRET_FILE: '/run/secrets/wechat',
};

async function introspection(secret = 's3cret\n'): Promise<Env> {
  const file = join(await tempDir(), 'secret');
  await writeFile(file, secret);
  return {
    IDENTITY: 'introspection',
    INTROSPECTION_URL: 'https://id.example.com/introspect',
    INTROSPECTION_CLIENT_ID: 'shop',
    INTROSPECTION_CLIENT_SECRET_FILE: file,
  };
}

describe('readIdentity', () => {
  it('is the demo passport without any setting, but not in production', () => {
    expect(read({})).to.deep.equal({ identity: { kind: 'demo' }, namespace: 'demo', problems: [] });
    const { problems } = read({}, true);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.match(/^PASSPORT_URL is not set: with NODE_ENV=production it must be/);
    for (const env of [JWT, WECHAT, { PASSPORT_URL: 'https://passport.example.com' }]) {
      expect(read(env, true).problems).to.deep.equal([]);
    }
  });

  it('reads each kind, with its defaults and its namespace', async () => {
    const env = await introspection();
    expect(read({ PASSPORT_URL: 'https://passport.example.com' })).to.deep.equal({
      identity: {
        kind: 'check_token',
        claims: { uid: 'uid', zone: 'zone_id', name: 'name' },
        url: 'https://passport.example.com',
      },
      namespace: 'check_token',
      problems: [],
    });
    expect(read(env)).to.deep.equal({
      identity: {
        ...{ kind: 'introspection', claims: OF_STANDARDS, url: env.INTROSPECTION_URL },
        ...{ clientId: 'shop', secret: 's3cret', auth: 'basic', audience: null },
      },
      namespace: 'introspection',
      problems: [],
    });
    expect(read(JWT)).to.deep.equal({
      identity: {
        ...{ kind: 'jwt', claims: OF_STANDARDS, issuer: JWT.JWT_ISSUER, jwksUrl: JWT.JWT_JWKS_URL },
        ...{ audience: JWT.JWT_AUDIENCE, algorithms: ['RS256'], clockToleranceSeconds: 5 },
      },
      namespace: 'jwt',
      problems: [],
    });
    const wechat = read(WECHAT);
    expect(wechat.identity).to.deep.include({ kind: 'wechat', scope: 'snsapi_base' });
    expect(wechat).to.deep.include({ namespace: 'wechat:wx0123456789abcdef', problems: [] });
  });

  it('reports all that a kind lacks, and an empty one as missing', () => {
    const needed = {
      introspection: ['INTROSPECTION_URL', 'INTROSPECTION_CLIENT_ID', 'INTROSPECTION_CLIENT_SECRET_FILE'],
      jwt: ['JWT_ISSUER', 'JWT_JWKS_URL', 'JWT_AUDIENCE'],
      wechat: ['WECHAT_APP_ID', 'WECHAT_SECRET_FILE'],
    };
    for (const [kind, names] of Object.entries(needed)) {
      const lacking = names.map((name) => `IDENTITY is ${kind}: then ${name} must be set too`);
      expect(read({ IDENTITY: kind }).problems).to.deep.equal(lacking);
      expect(read({ IDENTITY: kind, [names[0] ?? '']: '' }).problems).to.deep.equal(lacking);
    }
  });

  it('reports each setting of another kind, which would not be used', async () => {
    const own: Readonly<Record<string, Env>> = {
      check_token: { IDENTITY: 'check_token', PASSPORT_URL: 'https://passport.example.com' },
      introspection: {
        ...(await introspection()),
        INTROSPECTION_AUTH: 'post',
        INTROSPECTION_AUDIENCE: 'shop',
      },
      jwt: { ...JWT, JWT_ALGORITHMS: 'ES256', JWT_CLOCK_TOLERANCE_SECONDS: '10' },
      wechat: { ...WECHAT, WECHAT_OPEN_URL: 'https://open.example.com', WECHAT_LOGIN_SCOPE: 'snsapi_base' },
    };
    // The account of WeChat is for the JS-SDK, too.
    const common = ['IDENTITY', 'WECHAT_APP_ID', 'WECHAT_SECRET_FILE'];
    for (const [kind, env] of Object.entries(own)) {
      expect(read(env).problems, kind).to.deep.equal([]);
      for (const [other, theirs] of Object.entries(own).filter(([name]) => name !== kind)) {
        const unused = Object.keys(theirs).filter((name) => !common.includes(name));
        expect(read({ ...theirs, ...env }).problems, `${kind} and ${other}`).to.have.members(
          unused.map((name) => `${name} is set: then IDENTITY must be ${other}`),
        );
      }
    }
    expect(read({ IDENTITY_CLAIMS: 'uid=sub' }).problems).to.deep.equal([
      'IDENTITY_CLAIMS is set: then PASSPORT_URL must be set too',
    ]);
  });

  it('reports a kind that there is not, and nothing that follows from it', () => {
    for (const kind of ['oauth', 'JWT', 'jwt ', 'constructor']) {
      const { problems } = read({ ...JWT, IDENTITY: kind }, true);
      expect(problems, kind).to.have.length(1);
      expect(problems[0]).to.match(/^IDENTITY=".*": must be .*introspection/);
    }
  });

  it('reports what is malformed, all at once, and shows no secret', async () => {
    const env = await introspection('two\nlines of s3cret');
    const wrong = { ...env, INTROSPECTION_URL: 'ftp://x', INTROSPECTION_AUTH: 'digest' };
    const { problems } = read({ ...wrong, INTROSPECTION_CLIENT_ID: 'schön', INTROSPECTION_AUDIENCE: 'a b' });
    expect(problems.map((line) => line.split('=')[0])).to.have.members([
      'INTROSPECTION_URL',
      'INTROSPECTION_CLIENT_ID',
      'INTROSPECTION_CLIENT_SECRET_FILE',
      'INTROSPECTION_AUTH',
      'INTROSPECTION_AUDIENCE',
    ]);
    expect(problems.join('\n')).not.to.include('s3cret');
    for (const secret of ['', '\n', 'x'.repeat(1025)]) {
      expect(read(await introspection(secret)).problems, `${secret.length} characters`).to.have.length(1);
    }
    for (const [name, value] of Object.entries({
      JWT_ISSUER: 'an issuer',
      JWT_JWKS_URL: 'http://id.example.com/jwks',
      JWT_AUDIENCE: 'x'.repeat(513),
      JWT_CLOCK_TOLERANCE_SECONDS: '301',
      IDENTITY_NAMESPACE: 'two words',
    })) {
      const found = read({ ...JWT, [name]: value }).problems;
      expect(found, name).to.have.length(1);
      expect(found[0]).to.match(new RegExp(`^${name}=".*": must be `));
    }
  });

  it('takes keys by plain http of this machine alone, and none with a password in the URL', () => {
    for (const url of ['http://127.0.0.1:9/jwks', 'http://localhost/jwks', 'http://[::1]/jwks']) {
      expect(read({ ...JWT, JWT_JWKS_URL: url }).problems, url).to.deep.equal([]);
    }
    for (const url of [
      'https://me:s3cret@id.example.com/jwks',
      'http://127.0.0.1.example.com/',
      'file:///k',
    ]) {
      const { problems } = read({ ...JWT, JWT_JWKS_URL: url });
      expect(problems, url).to.have.length(1);
      expect(problems[0]).not.to.include('s3cret');
    }
  });

  it('allows algorithms with a public key alone, each once', () => {
    const algorithms = (JWT_ALGORITHMS: string) => read({ ...JWT, JWT_ALGORITHMS });
    expect(algorithms('ES256, PS512,ES256').identity).to.deep.include({ algorithms: ['ES256', 'PS512'] });
    for (const text of [
      'HS256',
      'RS256,HS256',
      'none',
      'rs256',
      'RS256,',
      ',',
      'RS256 ES256',
      'constructor',
    ]) {
      expect(algorithms(text).problems, text).to.have.length(1);
    }
  });

  it('maps claims, and keeps the defaults of those that are not named', () => {
    const claims = (IDENTITY_CLAIMS: string) => read({ ...JWT, IDENTITY_CLAIMS });
    const mapped = {
      'uid=user.id': { ...OF_STANDARDS, uid: 'user.id' },
      'zone=,name=': { uid: 'sub', zone: null, name: null },
      ' uid = a , zone = b , name = c ': { uid: 'a', zone: 'b', name: 'c' },
      'uid=https://shop.example.com/uid': { ...OF_STANDARDS, uid: 'https://shop.example.com/uid' },
    };
    for (const [text, wanted] of Object.entries(mapped)) {
      expect(claims(text).problems, text).to.deep.equal([]);
      expect(claims(text).identity, text).to.deep.include({ claims: wanted });
    }
    for (const text of [
      'uid=',
      'uid',
      'sub',
      'uid=a=b',
      'id=sub',
      'uid=a,,',
      'uid=a b',
      `uid=${'x'.repeat(129)}`,
    ]) {
      expect(claims(text).problems, text).to.have.length(1);
    }
    for (const text of ['constructor=a', '__proto__=a'])
      expect(claims(text).problems, text).to.have.length(1);
  });

  it('takes the openid or the unionid of WeChat, which has no zones', () => {
    const { problems } = read({ ...WECHAT, IDENTITY_CLAIMS: 'uid=unionid' });
    expect(problems).to.deep.equal([
      'IDENTITY_CLAIMS has uid=unionid: then WECHAT_LOGIN_SCOPE must be snsapi_userinfo',
    ]);
    const userinfo = { ...WECHAT, WECHAT_LOGIN_SCOPE: 'snsapi_userinfo' };
    expect(read({ ...userinfo, IDENTITY_CLAIMS: 'uid=unionid' }).problems).to.deep.equal([]);
    for (const text of ['uid=sub', 'zone=city', 'uid=unionid,zone=city']) {
      expect(read({ ...userinfo, IDENTITY_CLAIMS: text }).problems, text).to.have.length(1);
    }
  });

  it('has the namespace that is set', () => {
    expect(read({ ...JWT, IDENTITY_NAMESPACE: 'shop:2' })).to.include({ namespace: 'shop:2' });
  });
});
