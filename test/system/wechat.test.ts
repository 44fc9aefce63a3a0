import { expect } from 'chai';
import { jsapiSignature } from '../../src/application/admission/page-signer.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type Answer, ask, sendRaw } from '../support/http.ts';
import { startWechat, WECHAT_SECRET, WECHAT_TICKET, type WechatStub } from '../support/wechat.ts';

const SECRETS = new RegExp(`${WECHAT_SECRET}|${WECHAT_TICKET}|an-access-t0ken|demo-eve`);

function signatureOf(base: string, url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`${base}/wechat/signature?url=${encodeURIComponent(url)}`, { headers });
}

describe('the signature of a page for WeChat’s JS-SDK', () => {
  let program: RunningProgram;
  let wechat: WechatStub;
  before(async () => {
    wechat = await startWechat();
    program = await startProgram({ ...wechat.settings, LOG_LEVEL: 'trace', LOG_REQUESTS: 'all' });
  });
  after(async () => {
    await program.stop();
    await wechat.close();
  });

  const isSigned = (answer: Answer, url: string) => {
    expect(answer.json.ret, answer.text).to.equal(0);
    const { app_id, timestamp, nonce, signature, ...others } = answer.json.data;
    expect(signature).to.equal(jsapiSignature({ ticket: WECHAT_TICKET, nonce, timestamp, url }));
    expect(app_id).to.equal('wx0123456789abcdef');
    expect(nonce).to.match(/^[0-9a-f]{16}$/);
    expect(timestamp).to.be.closeTo(Date.now() / 1000, 60);
    expect(others).to.deep.equal({});
  };

  it('is made with one ticket for all who ask at once, and may be kept by nobody', async () => {
    const url = `${program.base}/?id=1055&from=a%20b`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => signatureOf(program.base, url)));
    for (const answer of answers) isSigned(answer, url);
    expect(new Set(answers.map(({ json }) => json.data.nonce)).size).to.equal(20);
    expect(answers[0]?.headers.get('Cache-Control')).to.equal('private, no-store');
    expect(wechat.requests.map((request) => request.url.split('?')[0])).to.deep.equal([
      '/cgi-bin/stable_token',
      '/cgi-bin/ticket/getticket',
    ]);
  });

  it('is of the very text, without the fragment', async () => {
    for (const rest of ['', '/', '/?id=1055&x=%E6%91%87', '/p/1055/index.html', '?id=1']) {
      isSigned(await signatureOf(program.base, `${program.base}${rest}#/top?x#y`), `${program.base}${rest}`);
    }
  });

  it('is of the origin that a trusted proxy names', async () => {
    const url = 'https://h5.example.com/cms-market/?id=1055';
    const proxied = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'H5.example.com:443, inner' };
    isSigned(await signatureOf(program.base, url, proxied), url);
    for (const other of ['http://h5.example.com/cms-market/', `${program.base}/`]) {
      expect((await signatureOf(program.base, other, proxied)).json.ret, other).to.equal(1001);
    }
    const distrustful = await startProgram({ ...wechat.settings, TRUST_PROXY: 'none' });
    const answer = await signatureOf(distrustful.base, url, proxied);
    await distrustful.stop();
    expect(answer.json).to.deep.include({ ret: 1001, detail: { field: 'url' } });
  });

  it('is of no other address', async () => {
    const { origin, base, port } = program;
    const others = [
      '',
      '/cms-market/',
      'about:blank',
      `javascript:${base}/`,
      'https://evil.example/cms-market/',
      `https://127.0.0.1:${port}/cms-market/`,
      'http://127.0.0.1/cms-market/',
      `http://127.0.0.1:${port}0/cms-market/`,
      `http://127.0.0.1:${port}.evil.example/cms-market/`,
      `http://127.0.0.1:${port}@evil.example/cms-market/`,
      `http://eve@127.0.0.1:${port}/cms-market/`,
      `http://:pass@127.0.0.1:${port}/cms-market/`,
      `http:/\\127.0.0.1:${port}/cms-market/`,
      `http://2130706433:${port}/cms-market/`,
      `HTTP://127.0.0.1:${port}/cms-market/`,
      ` ${base}/`,
      `${base}/?x=\n`,
      `${base}/?x=摇`,
      `${origin}/`,
      `${origin}/cms-marketing/`,
      `${origin}/cms-market.evil/`,
      `${base}/../admin`,
      `${base}/%2e%2e/admin`,
      `${base}\\..\\admin`,
      `${base}/..%2fadmin`,
      `${base}/..%5Cadmin`,
      `${base}/?x=${'x'.repeat(2048)}`,
    ];
    for (const url of others) {
      const { status, json } = await signatureOf(base, url);
      expect([status, json.ret, json.detail], url).to.deep.equal([200, 1001, { field: 'url' }]);
    }
    for (const query of ['', '?', '?url', `?url=${base}/&url=${base}/`, `?url[]=${base}/`]) {
      const { json } = await ask(`${base}/wechat/signature${query}`);
      expect([json.ret, json.detail], query).to.deep.equal([1001, { field: 'url' }]);
    }
    const longest = `${base}/?x=`.padEnd(2048, 'x');
    isSigned(await signatureOf(base, longest), longest);
  });

  it('is of no address where Host names none', async () => {
    for (const host of ['a b', 'evil.example/cms-market', 'evil.example@x', '']) {
      const answer = await sendRaw(
        program.port,
        `GET /cms-market/wechat/signature?url=http://evil.example/cms-market/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, host).not.to.include('"signature"');
    }
  });

  it('leaves neither the visitor’s token nor a secret of the account in an answer or the log', async () => {
    const url = `${program.base}/?id=1055&token=demo-eve@1000`;
    const good = await signatureOf(program.base, url);
    isSigned(good, url);
    const bad = await signatureOf(program.base, url.replace('127', '128'));
    expect(program.stdout()).to.include('/wechat/signature');
    for (const text of [good.text, bad.text, program.stdout(), program.stderr()])
      expect(text).not.to.match(SECRETS);
  });

  it('lets the page, and no other document, run scripts of WeChat', async () => {
    const cspOf = async (url: string) => (await ask(url)).headers.get('Content-Security-Policy') ?? '';
    const csp = await cspOf(`${program.base}/?id=1055`);
    expect(csp.split('; ')).to.include.members([
      "script-src 'self' https://res.wx.qq.com",
      "connect-src 'self'",
      "img-src 'self' data: https:",
    ]);
    expect(await cspOf(`${program.base}/counter`)).to.include("script-src 'self';");
  });

  it('is not there where no account is configured', async () => {
    const without = await startProgram();
    const { status, json } = await signatureOf(without.base, `${without.base}/`);
    const page = await ask(`${without.base}/?id=1055`);
    await without.stop();
    expect([status, json.ret]).to.deep.equal([404, 4004]);
    expect(page.headers.get('Content-Security-Policy')).not.to.include('qq.com');
  });

  it('is 5003 while WeChat is away, and WeChat is not asked for each visitor', async () => {
    const refusing = await startWechat((_request, response) =>
      response.end(JSON.stringify({ errcode: 40125, errmsg: `invalid appsecret ${WECHAT_SECRET}` })),
    );
    const alone = await startProgram(refusing.settings);
    const visits = async () => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => signatureOf(alone.base, `${alone.base}/`)),
      );
      return answers.map(({ status, json }) => `${status} ${json.ret}`);
    };
    const away = Array.from({ length: 5 }, () => '503 5003');
    expect([await visits(), await visits()]).to.deep.equal([away, away]);
    expect((await ask(`${alone.base}/static?activity_id=1056`)).json.ret).to.equal(0);
    await alone.stop();
    await refusing.close();
    expect(refusing.requests).to.have.length(1);
    expect(alone.stdout()).to.match(/errcode 40125, the secret in WECHAT_SECRET_FILE/);
    expect(alone.stdout()).not.to.match(SECRETS);
  });
});
