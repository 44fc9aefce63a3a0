import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom, postJson } from '../support/http.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';

const HTTPS = { 'X-Forwarded-Proto': 'https' };
const LOGIN = '/cms-market/static?activity_id=1055&token=demo-alice@1000';

describe('behind a real nginx', () => {
  let program: RunningProgram;
  let nginx: TestNginx;

  before(async () => {
    program = await startProgram();
    nginx = await startNginx(program.port);
  });
  after(async () => {
    await nginx.stop();
    await program.stop();
  });

  it('serves the page, its redirect and its data', async () => {
    const redirect = await ask(`${nginx.origin}/cms-market?id=1055`);
    expect(redirect.status).to.equal(308);
    expect(redirect.headers.get('Location')).to.equal('/cms-market/?id=1055');
    expect((await ask(`${nginx.origin}/cms-market/?id=1055`)).headers.get('Content-Type')).to.match(
      /^text\/html/,
    );
    expect((await ask(`${nginx.origin}${LOGIN}`)).json.data.user_draw_info.uid).to.equal('alice');
    const posted = await postJson(`${nginx.origin}/cms-market/static`, { activity_id: '1056' });
    expect(posted.json.ret).to.equal(0);
    expect((await ask(`${nginx.origin}/cms-market/nowhere`)).json.ret).to.equal(4004);
  });

  it('marks the cookie Secure when a balancer says that the visitor came by https', async () => {
    expect((await getFrom('127.0.0.1', `${nginx.origin}${LOGIN}`, HTTPS)).setCookie).to.match(/; Secure$/);
    expect((await getFrom('127.0.0.1', `${nginx.origin}${LOGIN}`)).setCookie).not.to.match(/Secure/);
  });

  it('does not believe a visitor who says so', async () => {
    expect((await getFrom('127.0.0.2', `${nginx.origin}${LOGIN}`, HTTPS)).setCookie).to.match(
      /SameSite=Lax$/,
    );
  });

  it('keeps what is not for visitors inside', async () => {
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/cms-marketing', '/cms-market/../healthz']) {
      expect((await getFrom('127.0.0.1', `${nginx.origin}${path}`)).status, path).to.equal(404);
    }
  });

  it('refuses a body that is too large in the service’s words', async () => {
    const answer = await postJson(`${nginx.origin}/cms-market/static`, { x: 'x'.repeat(20_000) });
    expect(answer.status).to.equal(413);
    expect(answer.json).to.deep.include({ ret: 1001, msg: '参数错误', data: '', detail: { field: 'body' } });
    expect(answer.json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
  });

  it('passes a token of full length in the address and the cookie', async () => {
    const token = 't'.repeat(4096);
    const answer = await ask(`${nginx.origin}/cms-market/static?activity_id=1055&token=${token}`, {
      headers: { Cookie: `token=${token}` },
    });
    expect(answer.json.ret).to.equal(1005);
  });

  it('writes no token into its log', async () => {
    await ask(`${nginx.origin}/cms-market/?id=1055&token=demo-secret@1000`, {
      headers: {
        Referer: `${nginx.origin}/cms-market/?token=demo-secret@1000`,
        Cookie: 'token=demo-secret@1000',
      },
    });
    const log = await nginx.accessLog();
    expect(log).to.include(' GET /cms-market/ 200 ');
    expect(log).not.to.match(/demo-|token=/);
  });

  it('says 5003 in the service’s words when the service is away', async () => {
    const other = await startProgram();
    const alone = await startNginx(other.port);
    await other.stop();
    const answer = await ask(`${alone.origin}/cms-market/static?activity_id=1056`);
    await alone.stop();
    expect(answer.status).to.equal(503);
    expect(answer.json).to.include({ ret: 5003, msg: '系统繁忙，请稍后再试', data: '' });
    expect(answer.headers.get('Retry-After')).to.match(/^\d+$/);
    expect(answer.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
  });
});

describe('without a trusted proxy', () => {
  it('does not believe X-Forwarded-Proto', async () => {
    for (const TRUST_PROXY of ['10.0.0.1', 'none', '127.0.0.2']) {
      const program = await startProgram({ TRUST_PROXY });
      expect((await getFrom('127.0.0.1', `${program.origin}${LOGIN}`, HTTPS)).setCookie).to.match(
        /SameSite=Lax$/,
      );
      await program.stop();
    }
  });

  it('believes the peers that it is told to', async () => {
    const program = await startProgram({ TRUST_PROXY: '10.0.0.0/8, 127.0.0.2' });
    expect((await getFrom('127.0.0.2', `${program.origin}${LOGIN}`, HTTPS)).setCookie).to.match(/; Secure$/);
    await program.stop();
  });
});
