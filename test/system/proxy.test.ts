import { connect as connectTls, type SecureVersion } from 'node:tls';
import { expect } from 'chai';
import { askUndecoded } from '../support/ask-undecoded.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type Answer, ask, getFrom, postJson } from '../support/http.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';
import { until } from '../support/until.ts';

const HTTPS = { 'X-Forwarded-Proto': 'https' };
const LOGIN = '/cms-market/static?activity_id=1055&token=demo-alice@1000';

describe('behind a real nginx', () => {
  let program: RunningProgram;
  let nginx: TestNginx;
  /* As a balancer on this machine asks, which has ended TLS. */
  const visit = (path: string, init: RequestInit = {}, { origin } = nginx) =>
    ask(`${origin}${path}`, { ...init, headers: { ...HTTPS, ...init.headers } });
  const post = (path: string, body: unknown, { origin } = nginx) => postJson(`${origin}${path}`, body, HTTPS);

  before(async () => {
    program = await startProgram();
    // So slow that what passes the limit on draws is its burst, on any machine.
    nginx = await startNginx(program.port, (site) => site.replace('rate=100r/s', 'rate=1r/m'));
  });
  after(async () => {
    await nginx.stop();
    await program.stop();
  });

  it('serves the page, its redirect and its data', async () => {
    const redirect = await visit('/cms-market?id=1055');
    expect(redirect.status).to.equal(308);
    expect(redirect.headers.get('Location')).to.equal('/cms-market/?id=1055');
    expect((await visit('/cms-market/?id=1055')).headers.get('Content-Type')).to.match(/^text\/html/);
    expect((await visit(LOGIN)).json.data.user_draw_info.uid).to.equal('alice');
    const posted = await post('/cms-market/static', { activity_id: '1056' });
    expect(posted.json.ret).to.equal(0);
    expect((await visit('/cms-market/nowhere')).json.ret).to.equal(4004);
  });

  it('marks the cookie Secure when a balancer says that the visitor came by https', async () => {
    expect((await getFrom('127.0.0.1', `${nginx.origin}${LOGIN}`, HTTPS)).setCookie).to.match(/; Secure$/);
  });

  it('sends plain http to https, query and all, and does not believe a visitor who says that it is', async () => {
    for (const headers of [{}, HTTPS]) {
      const answer = await getFrom('127.0.0.2', `${nginx.origin}${LOGIN}`, headers);
      expect([answer.status, answer.location]).to.deep.equal([301, `https://127.0.0.1${LOGIN}`]);
    }
  });

  it('answers what a certificate’s renewal asks for by plain http', async () => {
    await nginx.putFile('.well-known/acme-challenge/x', 'challenge');
    const path = '/.well-known/acme-challenge/x';
    expect((await ask(nginx.origin + path)).text).to.equal('challenge');
    expect((await ask(`${nginx.origin}/.well-known/other`)).status).to.equal(301);
  });

  it('knows its own page by Origin, though nginx leaves the port out of Host', async () => {
    const draw = (Origin: string, more: Record<string, string> = {}) =>
      postJson(
        `${nginx.origin}/cms-market/shake/draw`,
        { activity_id: '1055', request_id: `by-origin-${Origin.length}` },
        { ...HTTPS, Cookie: 'token=demo-olga@1000', Origin, ...more },
      );
    expect((await draw(nginx.origin)).json.ret).to.equal(0);
    expect((await draw('https://127.0.0.1')).json.ret).to.equal(0);
    expect((await draw('https://shop.example', { 'X-Forwarded-Host': 'shop.example' })).json.ret).to.equal(0);
    expect((await draw('https://shop.example')).json.ret).to.equal(1001);
  });

  it('keeps what is not for visitors inside', async () => {
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/cms-marketing', '/cms-market/../healthz']) {
      expect((await getFrom('127.0.0.1', `${nginx.origin}${path}`, HTTPS)).status, path).to.equal(404);
    }
  });

  it('refuses a body that is too large in the service’s words', async () => {
    const answer = await post('/cms-market/static', { x: 'x'.repeat(20_000) });
    expect(answer.status).to.equal(413);
    expect(answer.json).to.deep.include({ ret: 1001, msg: '参数错误', data: '', detail: { field: 'body' } });
    expect(answer.json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
  });

  it('passes a token of full length in the address and the cookie', async () => {
    const token = 't'.repeat(4096);
    const answer = await visit(`/cms-market/static?activity_id=1055&token=${token}`, {
      headers: { Cookie: `token=${token}` },
    });
    expect(answer.json.ret).to.equal(1005);
  });

  it('limits draws by address in the service’s words, and nothing else', async () => {
    const { passed, refused } = await untilRefused(() => post('/cms-market/shake/draw', '{}'));
    // The burst is 400; other tests have drawn some.
    expect(passed.length).to.be.within(380, 401);
    for (const { json } of passed) expect(json.ret).to.equal(1001);
    expect(refused.json).to.include({ ret: 4029, msg: '操作太频繁，请稍后再试', data: '' });
    expect(refused.json.timestamp).to.be.closeTo(Date.now() / 1000, 5);
    expect(refused.headers.get('Retry-After')).to.match(/^\d+$/);
    expect(refused.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
    expect((await visit(LOGIN)).json.ret).to.equal(0);
  });

  it('serves the page for staff, and limits what is asked at counters by address', async () => {
    expect((await visit('/cms-market/counter')).headers.get('Content-Type')).to.include('text/html');
    const { passed, refused } = await untilRefused(() => post('/cms-market/counter/look', '{}'));
    expect(passed.length).to.be.at.least(100);
    for (const { json } of passed) expect(json.detail).to.deep.equal({ field: 'ticket' });
    expect([refused.status, refused.json.ret]).to.deep.equal([429, 4029]);
    expect((await visit('/cms-market/counter')).status).to.equal(200);
  });

  it('passes on the service’s own 4029', async () => {
    const limited = await startProgram({ DRAW_RATE_LIMIT: '1/60s' });
    const front = await startNginx(limited.port);
    const fields = { activity_id: '1055', token: 'demo-alice@1000', request_id: 'request-1' };
    await post('/cms-market/shake/draw', fields, front);
    const refused = await post('/cms-market/shake/draw', fields, front);
    expect([refused.status, refused.json.ret]).to.deep.equal([429, 4029]);
    expect(Number(refused.headers.get('Retry-After'))).to.be.within(2, 60);
    await front.stop();
    await limited.stop();
  });

  it('lets the page’s files be kept for long, and packs what is text', async () => {
    const page = await visit('/cms-market/?id=1055');
    const [asset = ''] = /assets\/[^"]+\.js/.exec(page.text) ?? [];
    const file = await visit(`/cms-market/${asset}`, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(file.headers.get('Cache-Control')).to.equal('public, max-age=31536000, immutable');
    expect(file.headers.get('Content-Encoding')).to.equal('gzip');
    const data = await visit(LOGIN, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(data.headers.get('Content-Encoding')).to.equal('gzip');
  });

  it('passes on what the service has packed', async () => {
    const packed = (path: string, accepted: string) =>
      askUndecoded(nginx.origin + path, { headers: { ...HTTPS, 'Accept-Encoding': accepted } });
    // nginx has no brotli.
    let data = await packed(LOGIN, 'br');
    const isPacked = async () => {
      data = await packed(LOGIN, 'br');
      return data.headers['content-encoding'] === 'br';
    };
    await until(isPacked, { what: 'the packed data' });
    expect(JSON.parse(data.text()).data.user_draw_info.uid).to.equal('alice');
    expect(data.headers['content-length']).to.equal(`${data.bytes.length}`);
    expect(data.headers.vary).to.equal('Accept-Encoding');
    const svg = await packed('/cms-market/media/1055/banner.svg', 'gzip, br');
    expect(svg.headers['content-encoding']).to.equal('br');
    expect(svg.headers.vary).to.equal('Accept-Encoding');
    expect(svg.text()).to.match(/<svg/);
  });

  it('ends TLS itself: makes the cookie Secure, and sends one Strict-Transport-Security', async () => {
    const answer = await getFrom('127.0.0.2', `${nginx.tlsOrigin}${LOGIN}`);
    expect(answer.status).to.equal(200);
    expect(answer.setCookie).to.match(/; Secure$/);
    expect(answer.rawHeaders.filter((name) => /^strict-transport-security$/i.test(name))).to.have.length(1);
  });

  it('speaks TLS 1.2 and 1.3, as phones old and new do, and HTTP/2; nothing older', async () => {
    const { port } = new URL(nginx.tlsOrigin);
    const spoken = (version: SecureVersion) =>
      new Promise((resolve) => {
        const limits = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' };
        const trusting = { rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] };
        const socket = connectTls({ host: '127.0.0.1', port: Number(port), ...limits, ...trusting });
        socket.on('secureConnect', () => resolve([socket.getProtocol(), socket.end().alpnProtocol]));
        socket.on('error', () => resolve('refused'));
      });
    expect(await spoken('TLSv1.3')).to.deep.equal(['TLSv1.3', 'h2']);
    expect(await spoken('TLSv1.2')).to.deep.equal(['TLSv1.2', 'h2']);
    expect(await spoken('TLSv1.1')).to.equal('refused');
    expect(await spoken('TLSv1')).to.equal('refused');
  });

  it('says 5003 in the service’s words when the service is away', async () => {
    const other = await startProgram();
    const alone = await startNginx(other.port);
    await other.stop();
    const answer = await visit('/cms-market/static?activity_id=1056', {}, alone);
    await alone.stop();
    expect(answer.status).to.equal(503);
    expect(answer.json).to.include({ ret: 5003, msg: '系统繁忙，请稍后再试', data: '' });
    expect(answer.headers.get('Retry-After')).to.match(/^\d+$/);
    expect(answer.headers.get('Content-Type')).to.equal('application/json; charset=utf-8');
  });
});

describe('nginx’s limit on requests that carry a token', () => {
  let program: RunningProgram;
  let nginx: TestNginx;
  const DATA = '/cms-market/static?activity_id=1056';
  /* A balancer that names the visitor's address, so that one machine can play many. */
  const from = (visitor: string, path: string, init: RequestInit = {}) =>
    ask(nginx.origin + path, { ...init, headers: { ...HTTPS, 'X-Visitor': visitor, ...init.headers } });
  const status = async (...request: Parameters<typeof from>) => (await from(...request)).status;
  const seven = (visitor: string, path: string, init?: RequestInit) =>
    Promise.all(Array.from({ length: 7 }, () => status(visitor, path, init)));
  const held = [200, 200, 200, 200, 429, 429, 429];

  before(async () => {
    program = await startProgram();
    // So slow that what passes can be counted on any machine.
    const slow = (site: string) =>
      `real_ip_header X-Visitor; set_real_ip_from 127.0.0.1;\n${site}`
        .replace('rate=200r/s', 'rate=1r/m')
        .replaceAll('burst=1000', 'burst=3');
    nginx = await startNginx(program.port, slow);
  });
  after(async () => {
    await nginx.stop();
    await program.stop();
  });

  const bearers: Readonly<Record<string, readonly [path: string, init?: RequestInit]>> = {
    'in the query': [`${DATA}&token=junk`],
    'in the query, its name escaped': [`${DATA}&t%6Fken=junk`],
    'in the cookie': [DATA, { headers: { Cookie: 'a=b; token=junk' } }],
    'perhaps in the body': [DATA, { method: 'POST' }],
    'in the query of another kind': ['/cms-market/sku/static?token=junk&activity_id=1056'],
  };
  for (const [index, [where, [path, init]]] of Object.entries(bearers).entries()) {
    it(`counts a token ${where}`, async () => {
      const statuses = await seven(`10.0.0.${index}`, path, init);
      expect(statuses.sort()).to.deep.equal(held);
    });
  }

  it('counts a draw too', async () => {
    const draw = '/cms-market/shake/draw';
    expect((await seven('10.0.1.1', draw, { method: 'POST' })).sort()).to.deep.equal(held);
    expect(await status('10.0.1.1', `${DATA}&token=junk`)).to.equal(429);
  });

  it('counts no logout that the identity provider sends', async () => {
    const statuses = await seven('10.0.1.2', '/cms-market/logout/backchannel', { method: 'POST' });
    expect(new Set(statuses).size, `${statuses}`).to.equal(1);
    expect(statuses).not.to.include(429);
  });

  it('answers in the service’s words, to that address alone, and only where a token is', async () => {
    const junk = `${DATA}&token=junk`;
    await seven('10.0.2.1', junk);
    const refused = await from('10.0.2.1', junk);
    expect([refused.status, refused.json.ret, refused.json.data]).to.deep.equal([429, 4029, '']);
    expect(refused.headers.get('Retry-After')).to.match(/^\d+$/);
    expect(await status('10.0.2.2', junk)).to.equal(200);
    const { status: bare, json } = await from('10.0.2.1', DATA, { headers: { Cookie: 'a=%20; b=tokens' } });
    expect([bare, json.ret]).to.deep.equal([200, 0]);
    for (const path of ['/cms-market/?id=1055', '/cms-market/media/1055/banner.svg']) {
      expect(await status('10.0.2.1', `${path}${path.includes('?') ? '&' : '?'}token=junk`), path).to.equal(
        200,
      );
    }
  });

  it('counts an IPv6 network of 64 bits as one', async () => {
    const addresses = [1, 2, 3, 4, 5, 6, 7].map((no) => `2001:db8:0:a0a::${no}`);
    const statuses = await Promise.all(addresses.map((address) => status(address, `${DATA}&token=junk`)));
    expect(statuses.sort()).to.deep.equal(held);
    expect(await status('2001:db8:0:a0b::1', `${DATA}&token=junk`)).to.equal(200);
  });
});

/** Asks, 64 at a time, until one is refused by a limit. */
async function untilRefused(one: () => Promise<Answer>): Promise<{ passed: Answer[]; refused: Answer }> {
  const [passed, refused]: [Answer[], Answer[]] = [[], []];
  const client = async () => {
    while (refused.length === 0 && passed.length < 5000) {
      const answer = await one();
      (answer.status === 429 ? refused : passed).push(answer);
    }
  };
  await Promise.all(Array.from({ length: 64 }, client));
  const [first] = refused;
  if (!first) throw new Error(`none of ${passed.length} was refused`);
  return { passed, refused: first };
}

describe('TRUST_PROXY', () => {
  it('names the peers whose X-Forwarded-Proto is believed', async () => {
    const program = await startProgram({ TRUST_PROXY: '10.0.0.0/8, 127.0.0.2' });
    const cookieFor = async (peer: string) =>
      (await getFrom(peer, `${program.origin}${LOGIN}`, HTTPS)).setCookie;
    expect(await cookieFor('127.0.0.2')).to.match(/; Secure$/);
    expect(await cookieFor('127.0.0.1')).to.match(/SameSite=Lax$/);
    await program.stop();
  });
});
