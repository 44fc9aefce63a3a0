import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type Answer, ask, getFrom, postJson } from '../support/http.ts';
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

  it('limits draws by address in the service’s words, and nothing else', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const answers: Answer[] = [];
    const refused: Answer[] = [];
    const one = async () => {
      while (refused.length === 0 && answers.length < 5000) {
        const answer = await ask(`${nginx.origin}/cms-market/shake/draw`, {
          method: 'POST',
          headers,
          body: '{}',
        });
        (answer.status === 429 ? refused : answers).push(answer);
      }
    };
    await Promise.all(Array.from({ length: 64 }, one));
    expect(answers.length).to.be.at.least(400);
    for (const { json } of answers) expect(json.ret).to.equal(1001);
    expect(refused[0]?.json).to.include({ ret: 4029, msg: '操作太频繁，请稍后再试', data: '' });
    expect(refused[0]?.json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
    expect(refused[0]?.headers.get('Retry-After')).to.match(/^\d+$/);
    expect(refused[0]?.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
    expect((await ask(`${nginx.origin}${LOGIN}`)).json.ret).to.equal(0);
    // A GET of a draw is refused by its method, so what comes back here was not refused by the address.
    expect((await getFrom('127.0.0.2', `${nginx.origin}/cms-market/shake/draw`)).status).to.equal(405);
  });

  it('passes on the service’s own 4029', async () => {
    const limited = await startProgram({ DRAW_RATE_LIMIT: '1/60s' });
    const front = await startNginx(limited.port);
    const fields = { activity_id: '1055', token: 'demo-alice@1000', request_id: 'request-1' };
    await postJson(`${front.origin}/cms-market/shake/draw`, fields);
    const refused = await postJson(`${front.origin}/cms-market/shake/draw`, fields);
    expect([refused.status, refused.json.ret]).to.deep.equal([429, 4029]);
    expect(Number(refused.headers.get('Retry-After'))).to.be.within(2, 60);
    await front.stop();
    await limited.stop();
  });

  it('lets the page’s files be kept for long, and packs what is text', async () => {
    const page = await ask(`${nginx.origin}/cms-market/?id=1055`);
    const [asset = ''] = /assets\/[^"]+\.js/.exec(page.text) ?? [];
    const file = await ask(`${nginx.origin}/cms-market/${asset}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(file.headers.get('Cache-Control')).to.equal('public, max-age=31536000, immutable');
    expect(file.headers.get('Content-Encoding')).to.equal('gzip');
    const data = await ask(`${nginx.origin}${LOGIN}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(data.headers.get('Content-Encoding')).to.equal('gzip');
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
