import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { PASSWORD, type PeopleConsole, startPeople } from '../../../support/people-console.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const OTHER = 'another horse, another battery';

describe('sessions of the console', () => {
  let people: PeopleConsole;

  before(async () => {
    people = await startPeople();
    await people.signedIn('Ann', 'admin');
    await people.person('Bea', 'viewer');
  });
  after(() => people.close());

  const signIn = async (name = 'Bea', headers: Record<string, string> = {}) => {
    const browser = people.browser(headers);
    const answer = await browser.post('/session/sign-in', { name, password: PASSWORD });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return { browser, answer };
  };
  const whoIs = async (browser: { get: typeof people.get }) =>
    (await browser.get('/session')).body.operator?.name ?? null;
  const who = (browser: Parameters<typeof whoIs>[0] | Awaited<ReturnType<typeof signIn>>['browser']) =>
    whoIs(browser as Parameters<typeof whoIs>[0]);

  it('begin with a random token of 256 bits, of which the store has a digest alone', async () => {
    const { browser } = await signIn();
    const token = browser.cookies.get('cms_console') ?? '';
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    const rows = JSON.stringify(
      await people.records.db.selectFrom('operator_sessions').selectAll().execute(),
    );
    expect(rows).not.to.include(token).and.not.to.include(browser.csrf);
    expect(rows).to.include(createHash('sha256').update(token).digest('hex'));
  });

  it('are in a cookie that no page can read and no other site sends', async () => {
    const { answer } = await signIn();
    const [cookie, known, ...others] = answer.headers.getSetCookie();
    expect(cookie).to.match(/^cms_console=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    expect(known).to.match(
      /^cms_console_known=\d+\.[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Strict$/,
    );
    expect(others).to.deep.equal([]);
    expect(answer.headers.get('cache-control')).to.equal('private, no-store');
    const { answer: secure, browser } = await signIn('Bea', { 'X-Forwarded-Proto': 'https' });
    expect(secure.headers.getSetCookie()[0]).to.match(
      /^__Host-cms_console=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(await who(browser)).to.equal('Bea');
    // Over https, a cookie that a page of a neighbouring host may have set is none.
    browser.cookies.set('cms_console', browser.cookies.get('__Host-cms_console') ?? '');
    browser.cookies.delete('__Host-cms_console');
    expect(await who(browser)).to.equal(null);
  });

  it('say who is signed in, what they may do and what this installation is', async () => {
    const { answer } = await signIn();
    expect(answer.body).to.deep.include({
      permissions: ['view'],
      oidc: null,
      has_operators: true,
      installation: {
        name: 'cms-market',
        production: false,
        requires_approval: false,
        publish: 'auto',
        public_url: 'http://127.0.0.1:3033/cms-market',
        base_path: '/cms-market',
      },
    });
    expect(answer.body.operator).to.include({ name: 'Bea', role: 'viewer', via: 'password' });
    const nobody = await people.browser().get('/session');
    expect(nobody.body).to.include({ operator: null, csrf_token: null, has_operators: true });
  });

  it('get a new token at each sign-in, which ends the one that the browser had', async () => {
    const { browser } = await signIn();
    const earlier = browser.copy();
    await browser.post('/session/sign-in', { name: 'Bea', password: PASSWORD });
    expect(browser.cookies.get('cms_console')).not.to.equal(earlier.cookies.get('cms_console'));
    expect([await who(earlier), await who(browser)]).to.deep.equal([null, 'Bea']);
  });

  it('are not taken over from a token that somebody has planted', async () => {
    const planted = people.browser();
    planted.cookies.set('cms_console', 'planted-by-somebody');
    await planted.post('/session/sign-in', { name: 'Bea', password: PASSWORD });
    expect(planted.cookies.get('cms_console')).not.to.equal('planted-by-somebody');
    const thief = people.browser();
    thief.cookies.set('cms_console', 'planted-by-somebody');
    expect(await who(thief)).to.equal(null);
  });

  it('end when they are left, on the server too', async () => {
    const { browser } = await signIn();
    const thief = browser.copy();
    const { headers } = await browser.post('/session/sign-out');
    expect(headers.get('set-cookie')).to.match(/^cms_console=; Path=\/; Max-Age=0;/);
    expect([...browser.cookies.keys()]).to.deep.equal(['cms_console_known']);
    expect(await who(thief)).to.equal(null);
    expect(
      (await thief.post('/account/password', { current: PASSWORD, next: OTHER })).body.error.code,
    ).to.equal('not_signed_in');
  });

  it('end after 8 hours without a use, and go on with uses', async () => {
    const { browser } = await signIn();
    for (let use = 0; use < 3; use++) {
      people.now += 7 * HOUR;
      expect(await who(browser)).to.equal('Bea');
    }
    people.now += 8 * HOUR;
    expect(await who(browser)).to.equal(null);
    expect([...browser.cookies.keys()]).to.deep.equal(['cms_console_known']);
  });

  it('end after 7 days, however much they are used', async () => {
    const { browser } = await signIn();
    const end = people.now + 7 * DAY;
    for (; people.now < end; people.now += 7 * HOUR) expect(await who(browser)).to.equal('Bea');
    people.now = end;
    expect(await who(browser)).to.equal(null);
  });

  it('from the future, of a clock that was wrong, are over; a small difference of clocks is none', async () => {
    const right = people.now;
    const { browser: slightly } = await signIn();
    people.now = right - 4 * MINUTE;
    expect(await who(slightly)).to.equal('Bea');
    people.now = right + 400 * DAY;
    const { browser } = await signIn();
    people.now = right;
    expect(await who(browser)).to.equal(null);
  });

  it('are listed for their owner, and ended one by one or all but this one', async () => {
    await people.person('Cam', 'editor');
    const here = (await signIn('Cam', { 'User-Agent': 'Here/1.0', 'X-Forwarded-For': '203.0.113.7' }))
      .browser;
    const [there, elsewhere] = [(await signIn('Cam')).browser, (await signIn('Cam')).browser];
    const { body } = await here.get('/account/sessions');
    const current = body.sessions.find((session: { current: boolean }) => session.current);
    expect(current).to.include({ address: '203.0.113.7', user_agent: 'Here/1.0', via: 'password' });
    expect(body.sessions.length).to.equal(4);
    const mine = (await there.get('/account/sessions')).body.sessions.find(
      (each: { current: boolean }) => each.current,
    );
    expect((await here.post('/account/sessions/end', { id: mine.id })).body).to.deep.equal({ ended: 1 });
    expect([await who(there), await who(elsewhere)]).to.deep.equal([null, 'Cam']);
    const { browser: stranger } = await signIn('Bea');
    expect((await stranger.post('/account/sessions/end', { id: current.id })).status).to.equal(404);
    expect((await here.post('/account/sessions/end', { all: true })).body).to.deep.equal({ ended: 2 });
    expect([await who(here), await who(elsewhere)]).to.deep.equal(['Cam', null]);
    for (const wrong of [{}, { id: 'x', all: true }, { all: false }, { id: 'a\0' }]) {
      expect((await here.post('/account/sessions/end', wrong)).status).to.equal(400);
    }
  });

  it('end with a change of the password, and go on where it was changed, under a new token', async () => {
    await people.person('Dan', 'editor');
    const here = (await signIn('Dan')).browser;
    const [thief, there] = [here.copy(), (await signIn('Dan')).browser];
    const change = (current: string, next: string) => here.post('/account/password', { current, next });
    expect((await change('wrong one, surely', OTHER)).body.error.code).to.equal('wrong_password');
    expect((await change(PASSWORD, 'short')).body.error).to.deep.equal({
      code: 'invalid',
      field: 'next',
      detail: { field: 'next', reason: 'too_short' },
    });
    expect((await change(PASSWORD, OTHER)).status).to.equal(200);
    expect([await who(here), await who(thief), await who(there)]).to.deep.equal(['Dan', null, null]);
    const old = await people.browser().post('/session/sign-in', { name: 'Dan', password: PASSWORD });
    expect(old.status).to.equal(401);
  });

  it('end with each change of the role, and when the account is disabled', async () => {
    const admin = (await signIn('Ann')).browser;
    const { id } = await people.person('Eve', 'editor');
    const first = (await signIn('Eve')).browser;
    expect((await admin.post(`/operators/${id}`, { role: 'viewer' })).body.operator.role).to.equal('viewer');
    expect(await who(first)).to.equal(null);
    const second = (await signIn('Eve')).browser;
    await admin.post(`/operators/${id}`, { disabled: true });
    expect(await who(second)).to.equal(null);
    const refused = await people.browser().post('/session/sign-in', { name: 'Eve', password: PASSWORD });
    expect(refused.body).to.deep.equal({ error: { code: 'wrong_password' } });
  });

  it('of two sign-ins at once are two', async () => {
    const two = await Promise.all([signIn('Bea'), signIn('Bea')]);
    for (const { browser } of two) expect(await who(browser)).to.equal('Bea');
  });
});
