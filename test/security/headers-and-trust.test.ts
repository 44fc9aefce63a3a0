import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom, postJson, sendRaw } from '../support/http.ts';

const HTTPS = { 'X-Forwarded-Proto': 'https' };

describe('headers for browsers, and trust in proxies', () => {
  let program: RunningProgram;
  before(async () => {
    program = await startProgram({ LOG_LEVEL: 'trace', LOG_REQUESTS: 'all' });
  });
  after(() => program.stop());

  it('no answer’s type may be guessed', async () => {
    for (const path of [
      '/',
      '',
      '/static?activity_id=1056',
      '/static',
      '/nowhere',
      '/media/1055/banner.svg',
    ]) {
      const { headers } = await ask(program.base + path);
      expect(headers.get('X-Content-Type-Options'), path).to.equal('nosniff');
    }
  });

  it('the page runs its own scripts only, is framed by no other site, and sends no referrer', async () => {
    const { headers } = await ask(`${program.base}/?id=1055`);
    const csp = headers.get('Content-Security-Policy') ?? '';
    expect(csp.split('; ')).to.include.members([
      "default-src 'none'",
      "script-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ]);
    expect(csp).not.to.match(/unsafe/);
    expect(headers.get('Referrer-Policy')).to.equal('no-referrer');
    const svg = await ask(`${program.base}/media/1055/banner.svg`);
    expect(svg.headers.get('Content-Security-Policy')).to.match(/default-src 'none'.*; sandbox$/);
  });

  it('https is kept to, once a trusted peer has said that it is spoken', async () => {
    const url = `${program.base}/static?activity_id=1056`;
    const header = 'Strict-Transport-Security';
    expect((await ask(url, { headers: HTTPS })).headers.get(header)).to.equal('max-age=31536000');
    expect((await ask(url)).headers.get(header)).to.equal(null);
    const distrustful = await startProgram({ TRUST_PROXY: 'none' });
    const answer = await ask(`${distrustful.base}/static?activity_id=1056`, { headers: HTTPS });
    expect(answer.headers.get(header)).to.equal(null);
    await distrustful.stop();
  });

  it('the cookie is for this path, out of scripts’ reach, and Secure over https', async () => {
    const url = `${program.base}/static?activity_id=1055&token=demo-ann@1000`;
    const { setCookie } = await getFrom('127.0.0.1', url, HTTPS);
    expect(setCookie).to.match(/; Path=\/cms-market; .*HttpOnly; SameSite=Lax; Secure$/);
  });

  it('neither Host nor X-Forwarded-Host is repeated', async () => {
    for (const path of ['/cms-market', '/cms-market/', '/cms-market/static', '/cms-market/nowhere']) {
      const answer = await sendRaw(
        program.port,
        `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, path).not.to.include('evil.example');
    }
  });

  it('another site’s page cannot draw', async () => {
    const draw = (site: string) =>
      postJson(
        `${program.base}/shake/draw`,
        { activity_id: '1055', token: 'demo-victim@1000', request_id: randomUUID() },
        { 'Sec-Fetch-Site': site },
      );
    const refused = (await draw('cross-site')).json;
    expect(refused).to.deep.include({ ret: 1001, detail: { field: 'Sec-Fetch-Site' } });
    const drawn = (await draw('same-origin')).json;
    expect(drawn.data.draw_no).to.equal(1);
  });

  describe('a request of another site’s page', () => {
    const OTHER = { Origin: 'https://evil.example' };
    const cookieOf = (user: string) => ({ Cookie: `token=demo-${user}@1000` });
    const draw = (headers: Record<string, string>, more: object = {}) =>
      postJson(
        `${program.base}/shake/draw`,
        { activity_id: '1055', request_id: randomUUID(), ...more },
        headers,
      );
    const staticOf = (user: string) => `${program.base}/static?activity_id=1055&token=demo-${user}@1000`;

    it('draws for nobody’s cookie, with no Sec-Fetch-Site either', async () => {
      for (const Origin of ['https://evil.example', 'null', 'file://', `http://127.0.0.1.evil.example`]) {
        const { json, headers } = await draw({ ...cookieOf('eve'), Origin });
        expect(json, Origin).to.deep.include({ ret: 1001, detail: { field: 'Origin' } });
        expect(headers.get('Set-Cookie')).to.equal(null);
      }
      const own = await draw({ ...cookieOf('eve'), Origin: program.origin });
      expect(own.json.data.draw_no).to.equal(1);
    });

    it('draws with a token of its own, as an app’s page does, and sets no cookie', async () => {
      const answer = await draw({ Origin: 'null' }, { token: 'demo-app@1000' });
      expect([answer.json.ret, answer.headers.get('Set-Cookie')]).to.deep.equal([0, null]);
      expect((await draw(OTHER)).json.ret).to.equal(1004);
    });

    it('is believed to be none where the browser says so', async () => {
      const answer = await draw({ ...cookieOf('ann'), ...OTHER, 'Sec-Fetch-Site': 'same-origin' });
      expect(answer.json.ret).to.equal(0);
      const unknown = await draw({ ...cookieOf('ann'), ...OTHER, 'Sec-Fetch-Site': 'anything' });
      expect(unknown.json.ret).to.equal(1001);
    });

    it('is served, but neither replaces the visitor’s cookie nor clears it', async () => {
      const marks = [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }, OTHER];
      for (const mark of marks) {
        const headers = { ...cookieOf('victim'), ...mark };
        const logIn = await getFrom('127.0.0.1', staticOf('attacker'), headers);
        expect([logIn.status, logIn.setCookie]).to.deep.equal([200, '']);
        const url = `${program.base}/static?activity_id=1055&token=refused`;
        expect((await getFrom('127.0.0.1', url, headers)).setCookie).to.equal('');
        const posted = await postJson(
          `${program.base}/static`,
          { activity_id: '1055', token: 'demo-a@1000' },
          mark,
        );
        expect([posted.json.ret, posted.headers.get('Set-Cookie')]).to.deep.equal([0, null]);
      }
      for (const site of ['same-origin', 'same-site', 'none']) {
        const headers = { 'Sec-Fetch-Site': site };
        expect((await getFrom('127.0.0.1', staticOf('ann'), headers)).setCookie).to.match(/^token=demo-ann/);
      }
    });

    it('may be a link to the page', async () => {
      const { status } = await getFrom('127.0.0.1', `${program.base}/?id=1055`, {
        'Sec-Fetch-Site': 'cross-site',
      });
      expect(status).to.equal(200);
    });
  });

  it('what a visitor sends makes no line of the log, and no token stands in it', async () => {
    const forged = '{"level":60,"msg":"forged"}';
    await ask(
      `${program.base}/static?activity_id=${encodeURIComponent(`1055\n${forged}`)}&token=demo-log-secret`,
      {
        headers: { 'X-Request-Id': forged, 'User-Agent': forged, Cookie: 'token=demo-log-secret' },
      },
    );
    await ask(`${program.base}/${encodeURIComponent(`\n${forged}\n`)}?token=demo-log-secret`);
    await postJson(`${program.base}/static`, `{"token":"demo-log-secret",\n${forged}`);
    const log = program.stdout() + program.stderr();
    expect(log.split('\n')).not.to.include(forged);
    expect(log).not.to.include('demo-log-secret');
  });
});
