import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startPassport } from '../../examples/identity/passport.mjs';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { startConsoleProgram } from '../support/console-program.ts';
import { freePort } from '../support/free-port.ts';
import { ask, postJson } from '../support/http.ts';
import { type OidcProvider, startOidcProvider } from '../support/oidc-provider.ts';
import { promised } from '../support/promised.ts';
import { runCommand } from '../support/run-command.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const ACTIVITY = {
  dispatch: 'shake',
  is_login_user: true,
  is_check_zone: true,
  zones: ['1000'],
  rules: { chances: { per_day: 3 } },
};

const prizesOf = ({ base }: RunningProgram, token: string) =>
  ask(`${base}/shake/prizes?activity_id=a`, { headers: { Cookie: `token=${token}` } });

async function retOf(program: RunningProgram, token: string): Promise<number> {
  return (await prizesOf(program, token)).json.ret;
}

describe('with a passport', () => {
  it('knows its users, and no others', async () => {
    const passport = await startPassport();
    const program = await startProgram({
      ACTIVITIES_DIR: await activitiesDir({ a: ACTIVITY }),
      IDENTITY: 'check_token',
      PASSPORT_URL: passport.checkTokenUrl,
    });
    const known = await prizesOf(program, passport.issue('u1'));
    const rets = [
      await retOf(program, passport.issue('u2')),
      await retOf(program, passport.issue('u3')),
      await retOf(program, 'invented'),
    ];
    await program.stop();
    await passport.close();
    expect(known.json.ret, known.text).to.equal(0);
    expect(known.json.data.uid).to.equal('u1');
    expect(rets).to.deep.equal([1006, 1006, 1005]);
  });
});

/** The command of docs/identity.md that ends sessions, for the console here. */
async function endCommand(consoleOrigin: string): Promise<string> {
  const text = await readFile('docs/identity.md', 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const block = blocks.find((lines) => lines.includes('/api/sessions/end')) ?? 'false';
  return block.replace('https://console.example.com', consoleOrigin).replace('curl', 'curl -sf');
}

describe('the command that ends sessions', () => {
  it('makes the passport be asked again at most 2 s later, about this user alone', async () => {
    const passport = await startPassport();
    const env = {
      ROLE: 'all',
      DATA_DIR: await tempDir(),
      ACTIVITIES_DIR: await activitiesDir({ a: ACTIVITY }),
      PASSPORT_URL: passport.checkTokenUrl,
    };
    const { program, origin, signedIn, stop } = await startConsoleProgram(env);
    const admin = await signedIn('admin');
    const { body } = await admin.post('/tokens', { name: 'login', scopes: ['sessions'] });
    const command = await endCommand(origin);
    const end = () =>
      promisify(execFile)('sh', ['-euc', command], {
        env: { ...process.env, CONSOLE_TOKEN: body.secret },
      });
    const [still, other] = [passport.issue('u1'), passport.issue('u4')];
    try {
      await promised({ endedMs: 2000 }, async () => {
        const token = passport.issue('u1');
        for (const known of [token, still, other]) expect(await retOf(program, known)).to.equal(0);
        passport.revoke(token);
        passport.revoke(other);
        expect(await retOf(program, token)).to.equal(0);
        const { stdout } = await end();
        const startedAt = performance.now();
        expect(JSON.parse(stdout)).to.have.all.keys('no', 'at');
        await until(async () => (await retOf(program, token)) === 1005, { what: 'the session to be over' });
        return { endedMs: performance.now() - startedAt };
      });
      // The passport still calls one valid; and of the other user nobody has ended anything.
      for (const known of [still, other]) expect(await retOf(program, known)).to.equal(0);
    } finally {
      await stop();
      await passport.close();
    }
  });
});

describe('an activity with draws', () => {
  it('is served under the namespace of its uids alone', async () => {
    const passport = await startPassport();
    const env = {
      DATA_DIR: await tempDir(),
      ACTIVITIES_DIR: await activitiesDir({ a: ACTIVITY, b: ACTIVITY }),
      PASSPORT_URL: passport.checkTokenUrl,
    };
    const token = passport.issue('u1');
    const first = await startProgram(env);
    const draw = { activity_id: 'a', token, request_id: 'request-1' };
    expect((await postJson(`${first.base}/shake/draw`, draw)).json.ret).to.equal(0);
    const explained = async () => (await runCommand(['explain', 'a', '--uid', 'u1', '--json'], env)).stdout;
    await until(async () => (await explained()).includes('its users are those of check_token'), {
      what: 'the namespace',
    });
    await first.stop();

    const renamed = await startProgram({ ...env, IDENTITY_NAMESPACE: 'company' });
    await until(async () => (await retOf(renamed, token)) === 5003, { what: 'the activity to be refused' });
    const untouched = await ask(`${renamed.base}/shake/prizes?activity_id=b&token=${token}`);
    expect(untouched.json.ret).to.equal(0);
    expect(renamed.stdout()).to.include('its users are of other identities');
    const { checks } = (await ask(`${renamed.origin}/readyz`)).json;
    expect(checks.access).to.deep.equal({ status: 'degraded', other_namespace: 'a' });
    await renamed.stop();

    const kept = await startProgram({ ...env, IDENTITY_NAMESPACE: 'check_token' });
    const own = await prizesOf(kept, token);
    await kept.stop();
    await passport.close();
    expect(own.json.data.drawn_total, own.text).to.equal(1);
  });

  it('keeps the namespace of a draw that was made just before the stop', async () => {
    const passport = await startPassport();
    const env = {
      DATA_DIR: await tempDir(),
      ACTIVITIES_DIR: await activitiesDir({ a: ACTIVITY }),
      PASSPORT_URL: passport.checkTokenUrl,
    };
    try {
      const program = await startProgram(env);
      const draw = { activity_id: 'a', token: passport.issue('u1'), request_id: 'request-1' };
      expect((await postJson(`${program.base}/shake/draw`, draw)).json.ret).to.equal(0);
      await program.stop();
      const { stdout } = await runCommand(['explain', 'a', '--uid', 'u1', '--json'], env);
      expect(stdout).to.include('its users are those of check_token');
    } finally {
      await passport.close();
    }
  });
});

const identities = { jwt: jwtSettings, introspection: introspectionSettings };

function jwtSettings(provider: OidcProvider): Record<string, string> {
  return {
    IDENTITY: 'jwt',
    JWT_ISSUER: provider.issuer,
    JWT_JWKS_URL: provider.jwksUrl,
    JWT_AUDIENCE: provider.audience,
    LOGOUT_AUDIENCE: provider.logoutAudience,
  };
}

async function introspectionSettings(provider: OidcProvider): Promise<Record<string, string>> {
  const secretFile = join(await tempDir(), 'secret');
  await writeFile(secretFile, provider.introspection.secret);
  return {
    IDENTITY: 'introspection',
    INTROSPECTION_URL: provider.introspectionUrl,
    INTROSPECTION_CLIENT_ID: provider.introspection.id,
    INTROSPECTION_CLIENT_SECRET_FILE: secretFile,
    LOGOUT_AUDIENCE: provider.logoutAudience,
    LOGOUT_ISSUER: provider.issuer,
    LOGOUT_JWKS_URL: provider.jwksUrl,
  };
}

for (const [identity, settingsFor] of Object.entries(identities)) {
  const format = identity === 'jwt' ? 'jwt' : 'opaque';
  describe(`with a provider of OpenID Connect, by ${identity}`, () => {
    let provider: OidcProvider;
    let program: RunningProgram;

    before(async () => {
      const port = await freePort();
      const logoutUri = `http://127.0.0.1:${port}/cms-market/logout/backchannel`;
      provider = await startOidcProvider({ logoutUri });
      program = await startProgram({
        PORT: `${port}`,
        ACTIVITIES_DIR: await activitiesDir({ a: ACTIVITY }),
        ...(await settingsFor(provider)),
      });
    });
    after(async () => {
      await program.stop();
      await provider.close();
    });

    it('knows its users, with their zones', async () => {
      const answer = await prizesOf(program, (await provider.signIn('u1', format)).token);
      expect(answer.json.ret, answer.text).to.equal(0);
      expect(answer.json.data.uid).to.equal('u1');
      for (const user of ['u2', 'u3']) {
        expect(await retOf(program, (await provider.signIn(user, format)).token), user).to.equal(1006);
      }
    });

    it('refuses other tokens', async () => {
      const { token } = await provider.signIn('u1', format);
      const changed = token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
      for (const other of ['invented', changed, `${token}x`]) {
        expect(await retOf(program, other), other).to.equal(1005);
      }
    });

    it('refuses tokens of another provider', async () => {
      const other = await startOidcProvider();
      const { token } = await other.signIn('u1', format);
      await other.close();
      expect(await retOf(program, token)).to.equal(1005);
    });

    it('ends a session at most 2 s after its logout at the provider, and no other session', async () => {
      const other = await provider.signIn('u1', format);
      expect(await retOf(program, other.token)).to.equal(0);
      await promised({ endedMs: 2000 }, async () => {
        const { token, signOut } = await provider.signIn('u1', format);
        expect(await retOf(program, token)).to.equal(0);
        await signOut();
        const startedAt = performance.now();
        await until(async () => (await retOf(program, token)) === 1005, { what: 'the session to be over' });
        return { endedMs: performance.now() - startedAt };
      });
      expect(provider.logouts.filter((error) => error !== null)).to.deep.equal([]);
      expect(await retOf(program, other.token)).to.equal(0);
      expect(await retOf(program, (await provider.signIn('u1', format)).token)).to.equal(0);
    });

    it('says of a logout token that it refuses why, and nothing of the token', async () => {
      const { token } = await provider.signIn('u1', format);
      const url = `${program.base}/logout/backchannel`;
      const refused = async (body: URLSearchParams | string) => {
        const answer = await fetch(url, { method: 'POST', body });
        return [answer.status, await answer.json()];
      };
      const expected = [400, { error: 'invalid_request' }];
      expect(await refused(new URLSearchParams({ logout_token: token }))).to.deep.equal(expected);
      expect(await refused('no form')).to.deep.equal(expected);
      const families = familiesOf(await (await fetch(`${program.origin}/metrics`)).text());
      const count = (result: string) =>
        sampleValue(families, 'cms_market_provider_logouts_total', { result });
      expect([count('ended'), count('form'), count('fault')]).to.deep.equal([1, 2, 0]);
      const lines = () => program.stdout().split('a logout token was refused: form').length - 1;
      await until(async () => lines() > 0, { what: 'a line of the log' });
      expect(lines()).to.equal(1);
      expect(program.stdout()).not.to.include(token);
    });
  });
}
