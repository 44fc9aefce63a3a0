import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { Browser } from '../../../support/browser.ts';
import { freePort } from '../../../support/free-port.ts';
import { TestIdentityProvider } from '../../../support/identity-provider.ts';
import { PASSWORD, type PeopleConsole, startPeople } from '../../../support/people-console.ts';

const ENV = {
  OIDC_CLIENT_ID: 'console',
  OIDC_ROLES: 'mkt=editor,leads=publisher,boss=admin,desk=staff',
  OIDC_LABEL: 'Example ID',
};

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const FROM_PROVIDER = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };

describe('the single sign-on of the console', () => {
  let provider: TestIdentityProvider;
  let people: PeopleConsole;

  before(async () => {
    provider = await TestIdentityProvider.start();
    people = await startPeople({ env: { ...ENV, OIDC_ISSUER: provider.issuer } });
    // Its tokens have the time of this machine.
    people.now = Date.now();
    await people.person('Ann', 'admin');
  });
  after(async () => {
    await people.close();
    await provider.stop();
  });
  beforeEach(() => {
    provider.claims = { sub: 'u-1', aud: 'console', preferred_username: 'lin', roles: ['mkt'] };
    provider.change = () => {};
    provider.answer = () => {};
  });

  /** The way to the provider and back. @returns what the browser would ask for next */
  async function toProvider(browser: Browser, from = people): Promise<string> {
    const { status, headers } = await browser.get('/session/oidc');
    expect(status).to.equal(303);
    const answer = await fetch(headers.get('location') ?? '', { redirect: 'manual' });
    const back = answer.headers.get('location') ?? '';
    expect(back).to.match(new RegExp(`^${from.origin}/api/session/oidc/callback\\?`));
    return back.slice(`${from.origin}/api`.length);
  }
  async function signIn(browser = people.browser()) {
    const answer = await browser.get(await toProvider(browser), FROM_PROVIDER);
    return { browser, answer, target: answer.headers.get('location') };
  }
  const session = async (browser: Browser) => (await browser.get('/session')).body;
  const setsSession = (headers: Headers) =>
    headers.getSetCookie().some((line) => /^cms_console=[^;]/.test(line));

  it('makes an account at the first sign-in, with the role of the claim, and shows its button', async () => {
    expect((await session(people.browser())).oidc).to.deep.equal({ label: 'Example ID' });
    const { browser, answer, target } = await signIn();
    expect([answer.status, target]).to.deep.equal([303, '/']);
    expect((await session(browser)).operator).to.include({ name: 'lin', role: 'editor', via: 'oidc' });
    const [, made, signedIn] = people.trail.slice(-3);
    expect(made).to.deep.include({
      action: 'operator_added',
      operator: 'lin',
      after: { name: 'lin', role: 'editor', state: 'active' },
    });
    expect(signedIn).to.deep.include({ action: 'sign_in', operator: 'lin', after: { via: 'oidc' } });
    expect(signedIn?.operatorId).to.be.a('string');
  });

  it('asks with a code, PKCE, state and nonce, kept in a cookie for ten minutes', async () => {
    const browser = people.browser({ 'X-Forwarded-Proto': 'https' });
    const { headers } = await browser.get('/session/oidc');
    const asked = new URL(headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).to.include({
      response_type: 'code',
      client_id: 'console',
      scope: 'openid profile',
      code_challenge_method: 'S256',
      redirect_uri: `${people.origin.replace('http:', 'https:')}/api/session/oidc/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(Buffer.from(asked.get(name) ?? '', 'base64url').length, name).to.be.at.least(32);
    }
    expect(headers.get('set-cookie')).to.match(
      /^__Host-cms_console_oidc=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(headers.get('set-cookie')).not.to.include(asked.get('code_challenge') ?? '');
  });

  it('takes the highest role of several, and follows the provider at each sign-in', async () => {
    const { browser: before } = await signIn();
    provider.claims = {
      ...provider.claims,
      roles: ['desk', 'leads', 'unknown', 'mkt'],
      preferred_username: 'lin wei',
    };
    const { browser } = await signIn();
    expect((await session(browser)).operator).to.include({ name: 'lin wei', role: 'publisher' });
    expect((await session(before)).operator).to.equal(null);
    const changed = people.trail.find(({ action }) => action === 'operator_changed');
    expect(changed?.before).to.include({ role: 'editor' });
    expect(changed?.after).to.include({ role: 'publisher' });
  });

  it('refuses who has no role, and ends the sessions that they had', async () => {
    const { browser: before } = await signIn();
    for (const roles of [[], ['unknown'], undefined, 'MKT', { mkt: true }, [['mkt']]]) {
      provider.claims = { ...provider.claims, roles };
      const { target, answer } = await signIn();
      expect(target).to.equal('/sign-in?refused=no_role');
      expect(setsSession(answer.headers)).to.equal(false);
    }
    expect((await session(before)).operator).to.equal(null);
    expect(people.trail.at(-1)).to.deep.include({
      action: 'sign_in_refused',
      after: { reason: 'no_role', via: 'oidc' },
    });
  });

  it('takes over no local account by its name, nor one that looks the same', async () => {
    for (const name of ['Ann', 'ANN', 'Ａnn', ' ann ']) {
      provider.claims = { ...provider.claims, sub: `u-${name}`, preferred_username: name, roles: ['boss'] };
      expect((await signIn()).target).to.equal('/sign-in?refused=name_taken');
    }
    const ann = await people.browser().post('/session/sign-in', { name: 'Ann', password: PASSWORD });
    expect(ann.body.operator).to.include({ via: 'password', role: 'admin' });
  });

  it('gives its people no password: no sign-in with one, no link, no role that is not the provider’s', async () => {
    const { browser } = await signIn();
    const { id, name } = (await session(browser)).operator;
    const admin = people.browser();
    await admin.post('/session/sign-in', { name: 'Ann', password: PASSWORD });
    for (const [path, body] of [
      [`/operators/${id}/link`, {}],
      [`/operators/${id}`, { role: 'admin' }],
    ] as const) {
      expect((await admin.post(path, body)).body.error.detail.reason).to.equal('not_local');
    }
    const own = await browser.post('/account/password', { current: PASSWORD, next: 'some other words' });
    expect(own.body.error.detail.reason).to.equal('not_local');
    expect((await people.browser().post('/session/sign-in', { name, password: '' })).status).to.equal(400);
    expect((await people.browser().post('/session/sign-in', { name, password: PASSWORD })).status).to.equal(
      401,
    );
  });

  it('lets nobody in who is disabled here', async () => {
    provider.claims = { ...provider.claims, sub: 'u-gone', preferred_username: 'gone' };
    const { browser } = await signIn();
    const { id } = (await session(browser)).operator;
    const admin = people.browser();
    await admin.post('/session/sign-in', { name: 'Ann', password: PASSWORD });
    expect((await admin.post(`/operators/${id}`, { disabled: true })).status).to.equal(200);
    expect((await session(browser)).operator).to.equal(null);
    expect((await signIn()).target).to.equal('/sign-in?refused=disabled');
  });

  describe('refuses', () => {
    const refusals = async (target: string | null, headers: Headers, wanted: string) => {
      expect(target).to.equal(`/sign-in?refused=${wanted}`);
      expect(setsSession(headers)).to.equal(false);
    };

    it('a state that is forged, missing or of another browser, and asks the provider nothing', async () => {
      const browser = people.browser();
      const path = await toProvider(browser);
      const asked = provider.exchanges;
      const forged = path.replace(/state=[^&]*/, 'state=forged');
      for (const [who, where] of [
        [browser.copy(), forged],
        [browser.copy(), path.replace(/&?state=[^&]*/, '')],
        [browser.copy(), `${path}&state=twice`],
        [people.browser(), path],
      ] as const) {
        const { headers } = await who.get(where, FROM_PROVIDER);
        const target = headers.get('location');
        expect(target).to.be.oneOf(['/sign-in?refused=expired', '/sign-in?refused=provider']);
        expect(setsSession(headers)).to.equal(false);
      }
      expect(provider.exchanges).to.equal(asked);
      const stranger = people.browser();
      await stranger.get('/session/oidc');
      const { headers } = await stranger.get(path, FROM_PROVIDER);
      await refusals(headers.get('location'), headers, 'expired');
    });

    it('an answer that comes twice', async () => {
      const browser = people.browser();
      const path = await toProvider(browser);
      const thief = browser.copy();
      expect((await browser.get(path, FROM_PROVIDER)).headers.get('location')).to.equal('/');
      const again = await browser.get(path, FROM_PROVIDER);
      await refusals(again.headers.get('location'), again.headers, 'expired');
      // With the cookie of before too: a code is used once.
      const stolen = await thief.get(path, FROM_PROVIDER);
      await refusals(stolen.headers.get('location'), stolen.headers, 'provider');
    });

    it('a code that has expired', async () => {
      provider.answer = (response) => {
        response.statusCode = 400;
        response.body = { error: 'invalid_grant' };
      };
      const { target, answer } = await signIn();
      await refusals(target, answer.headers, 'expired');
    });

    it('names that are none for a name: the account gets another one', async () => {
      for (const [at, name] of ['Аnn', 'ann\u200b', '\u0007', ' '].entries()) {
        provider.claims = { sub: `odd-${at}`, aud: 'console', preferred_username: name, roles: ['mkt'] };
        const { browser } = await signIn();
        expect((await session(browser)).operator.name).to.match(/^user [0-9a-f]{12}$/);
      }
    });

    for (const [what, change] of [
      ['the nonce of another sign-in', { nonce: 'another' }],
      ['a token without a nonce', { nonce: undefined }],
      ['a token for another audience', { aud: 'another-client' }],
      ['a token for two, that was issued for the other', { aud: ['console', 'other'], azp: 'other' }],
      ['a token of another issuer', { iss: 'https://evil.example' }],
      ['a token that has expired', { exp: 1000 }],
      ['a token without a subject', { sub: undefined }],
    ] as const) {
      it(what, async () => {
        provider.change = ({ payload }) => {
          if ('nonce' in payload) Object.assign(payload, change);
        };
        const { target, answer } = await signIn();
        await refusals(target, answer.headers, 'provider');
      });
    }

    const forged: Record<string, (payload: string, header: string) => string> = {
      'a token with the algorithm none': (payload) => `${part({ alg: 'none' })}.${payload}.`,
      'a token with no signature': (payload, header) => `${header}.${payload}.`,
      'a token that was changed': (payload, header) => {
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
        return `${header}.${part({ ...claims, roles: ['boss'] })}.AAAA`;
      },
      'a token that is signed with what everybody knows': (payload) => {
        const text = `${part({ alg: 'HS256' })}.${payload}`;
        return `${text}.${createHmac('sha256', 'console').update(text).digest('base64url')}`;
      },
    };
    for (const [what, forge] of Object.entries(forged)) {
      it(what, async () => {
        provider.answer = (response) => {
          const body = response.body as { id_token: string };
          const [header = '', payload = ''] = body.id_token.split('.');
          body.id_token = forge(payload, header);
        };
        const { target, answer } = await signIn();
        await refusals(target, answer.headers, 'provider');
      });
    }

    it('a person who has said no', async () => {
      const browser = people.browser();
      const path = await toProvider(browser);
      const state = new URLSearchParams(path.split('?')[1]).get('state');
      const { headers } = await browser.get(
        `/session/oidc/callback?error=access_denied&state=${state}`,
        FROM_PROVIDER,
      );
      await refusals(headers.get('location'), headers, 'provider');
    });
  });

  it('holds up neither the start nor local sign-ins while the provider is away, and works when it is back', async () => {
    const port = await freePort();
    const alone = await startPeople({ env: { ...ENV, OIDC_ISSUER: `http://localhost:${port}` } });
    alone.now = Date.now();
    const admin = await alone.signedIn('Ann', 'admin');
    const browser = alone.browser();
    const away = await browser.get('/session/oidc');
    expect([away.status, away.headers.get('location')]).to.deep.equal([303, '/sign-in?refused=provider']);
    expect((await session(admin)).operator.name).to.equal('Ann');
    const back = await TestIdentityProvider.start(port);
    back.claims = provider.claims;
    const path = await toProvider(browser, alone);
    await back.stop();
    const cut = await browser.copy().get(path, FROM_PROVIDER);
    expect(cut.headers.get('location')).to.equal('/sign-in?refused=provider');
    await alone.close();
  });

  it('is a clear page where there is none', async () => {
    const alone = await startPeople();
    for (const path of ['/session/oidc', '/session/oidc/callback?code=x&state=y']) {
      const { status, headers } = await alone.browser().get(path, FROM_PROVIDER);
      const expected = path.includes('callback') ? 303 : 403;
      expect(status).to.equal(expected);
      if (status === 303) expect(headers.get('location')).to.equal('/sign-in?refused=not_configured');
    }
    await alone.close();
  });
});
