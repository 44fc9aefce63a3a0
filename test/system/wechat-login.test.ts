import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { derivedKey } from '../../src/application/admission/derived-key.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { runProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson, sendRaw } from '../support/http.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startWechatLogin, WechatBrowser, type WechatLoginProgram } from '../support/wechat-login.ts';

const HERE = '/cms-market/?id=lucky';
const OPENID = 'oTest0000000000000000000zhang';

const noticeOf = (location: string) => new URL(location, 'http://x').searchParams.get('of');

describe('the login by WeChat', () => {
  let program: WechatLoginProgram;
  let browser: WechatBrowser;
  before(async () => {
    program = await startWechatLogin({ LOG_LEVEL: 'trace', LOG_REQUESTS: 'all' });
  });
  beforeEach(() => {
    browser = new WechatBrowser(program.base);
  });
  after(() => program.stop());

  const draw = (cookie: string, requestId: string) =>
    postJson(
      `${program.base}/shake/draw`,
      { activity_id: 'lucky', request_id: requestId },
      { Cookie: `token=${cookie}` },
    );

  it('is where an activity without one of its own leads, and no page is left before', async () => {
    const { json } = await browser.visit('/static?activity_id=lucky');
    expect(json).to.deep.include({ ret: 1004, msg: '请先登录' });
    expect(json.detail.page).to.deep.equal({ login_url: '/cms-market/wechat/login?return={return}' });
    const own = await browser.visit('/static?activity_id=own');
    expect(own.json.detail.page.login_url).to.equal('https://login.example/?to={return}');
    const open = await browser.visit('/static?activity_id=open');
    expect([open.json.ret, open.json.data.page]).to.deep.equal([0, undefined]);
    expect(program.stub.requests).to.deep.equal([]);
  });

  it('leads to WeChat, back, and to the page with a token of ours, which draws', async () => {
    const begun = await browser.visit(
      `/wechat/login?return=${encodeURIComponent(`${program.base}/?id=lucky&token=old`)}`,
    );
    expect(begun.status).to.equal(302);
    const [, state = ''] = /&state=([0-9a-f]{32})#wechat_redirect$/.exec(begun.location) ?? [];
    expect(begun.location).to.equal(
      `${program.stub.origin}/connect/oauth2/authorize?appid=wx0123456789abcdef&redirect_uri=${encodeURIComponent(
        `${program.base}/wechat/callback?return=${encodeURIComponent(HERE)}`,
      )}&response_type=code&scope=snsapi_base&state=${state}#wechat_redirect`,
    );
    expect(begun.setCookies).to.have.length(1);
    expect(begun.setCookies[0]).to.match(
      /^wechat_login_[0-9a-f]{8}=\w+\.[\w-]{43}; Path=\/cms-market\/wechat; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    expect(begun.setCookies[0]).not.to.include(state);
    expect(begun.headers.get('Cache-Control')).to.equal('no-store');

    const { location: callback } = await browser.chosen(begun.location, 'zhang');
    const back = await browser.visit(callback);
    expect([back.status, back.location, back.text]).to.deep.equal([303, HERE, '']);
    expect(back.headers.get('Referrer-Policy')).to.equal('no-referrer');
    expect(back.setCookies[0]).to.match(/^wechat_login_[0-9a-f]{8}=; Path=\/cms-market\/wechat; Max-Age=0;/);
    expect(back.setCookies[1]).to.match(
      /^token=[\w.-]+; Path=\/cms-market; Max-Age=259200; HttpOnly; SameSite=Lax$/,
    );
    expect([...browser.cookies.keys()]).to.deep.equal(['token']);

    const token = browser.cookies.get('token') ?? '';
    expect(decodeProtectedHeader(token)).to.deep.equal({ alg: 'HS256', typ: 'JWT' });
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(claims).to.deep.equal({ iss: 'cms-market', aud: 'wx0123456789abcdef', sub: OPENID });
    expect(exp - iat).to.equal(259_200);
    const visit = await browser.visit('/static?activity_id=lucky');
    expect(visit.json.data.user_draw_info.uid).to.equal(OPENID);
    expect(visit.json.data.page.login_url).to.equal('/cms-market/wechat/login?return={return}');
    expect((await draw(token, 'request-1')).json.data).to.include({ won: true, draw_no: 1 });
    expect((await browser.visit('/static?activity_id=zoned')).json.ret).to.equal(1006);
  });

  it('tells users apart', async () => {
    const other = new WechatBrowser(program.base);
    await browser.logIn('zhang');
    await other.logIn('li');
    const uidOf = async (who: WechatBrowser) =>
      (await who.visit('/static?activity_id=lucky')).json.data.user_draw_info.uid;
    expect([await uidOf(browser), await uidOf(other)]).to.deep.equal([
      OPENID,
      'oTest000000000000000000000li',
    ]);
  });

  it('is over https a cookie for https alone, and comes back to the origin that a trusted proxy names', async () => {
    const proxied = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'h5.example.com' };
    const { location, setCookies } = await browser.visit('/wechat/login', { headers: proxied });
    expect(setCookies[0]).to.match(/; Secure$/);
    const redirect = new URL(location).searchParams.get('redirect_uri');
    expect(redirect).to.equal('https://h5.example.com/cms-market/wechat/callback?return=%2Fcms-market%2F');
  });

  it('works in several tabs at once, in any order, and in no more than eight', async () => {
    const tabs: string[] = [];
    for (const id of [1, 2, 3]) tabs.push(await browser.comeBack('zhang', `/cms-market/?id=${id}`));
    const shown: string[] = [];
    for (const tab of tabs.reverse()) shown.push((await browser.visit(tab)).location);
    expect(shown).to.deep.equal(['/cms-market/?id=3', '/cms-market/?id=2', '/cms-market/?id=1']);
    for (let tab = 0; tab < 40; tab++) await browser.visit('/wechat/login');
    expect([...browser.cookies.keys()].filter((name) => name !== 'token')).to.have.length(8);
  });

  it('logs nobody in by the link of somebody else', async () => {
    const attacker = new WechatBrowser(program.base);
    const link = await attacker.comeBack('li');
    const codesAsked = () => program.stub.requests.filter((url) => url.startsWith('/sns/')).length;
    const asked = codesAsked();
    const victim = await browser.visit(link, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect([victim.status, noticeOf(victim.location)]).to.deep.equal([303, 'state_refused']);
    expect(browser.cookies.size).to.equal(0);
    // Nor one who has begun a login too.
    await browser.visit('/wechat/login?return=/cms-market/');
    expect(noticeOf((await browser.visit(link)).location)).to.equal('state_refused');
    expect(browser.cookies.has('token')).to.equal(false);
    expect(codesAsked()).to.equal(asked);
  });

  it('is ended once: going back shows a page, without a question to WeChat or a loop', async () => {
    const callback = await browser.comeBack('zhang');
    const thief = browser.copy();
    expect((await browser.visit(callback)).location).to.equal(HERE);
    const asked = program.stub.requests.length;
    const again = await browser.visit(callback);
    expect([again.status, noticeOf(again.location)]).to.deep.equal([303, 'state_refused']);
    // The login that was there stays.
    expect(again.setCookies).to.deep.equal([]);
    expect(noticeOf((await thief.visit(callback)).location)).to.equal('state_refused');
    expect(program.stub.requests).to.have.length(asked);
    const page = await browser.visit(`${program.origin}${again.location}`);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('这次登录已失效');
    expect(page.text).to.include('href="/cms-market/wechat/login?return=%2Fcms-market%2F%3Fid%3Dlucky"');
    expect(page.text).to.include('href="/cms-market/?id=lucky"');
    expect(page.text).not.to.match(/code=|state=/);
  });

  it('that comes back twice at once is one login', async () => {
    const callback = await browser.comeBack('zhang');
    const both = await Promise.all([browser.visit(callback), browser.copy().visit(callback)]);
    expect(both.map(({ location }) => location)).to.deep.equal([HERE, HERE]);
  });

  it('is none in a preview of the page, for who declines, or with a code that WeChat refuses', async () => {
    const notices: Record<string, string> = {};
    const see = async (callback: string) => {
      const { status, location, setCookies } = await browser.visit(callback);
      expect([status, setCookies.some((line) => line.startsWith('token='))]).to.deep.equal([303, false]);
      const page = await browser.visit(`${program.origin}${location}`);
      expect(page.status).to.equal(200);
      expect(page.text).to.include('href="/cms-market/wechat/login?return=%2Fcms-market%2F%3Fid%3Dlucky"');
      notices[noticeOf(location) ?? ''] = page.text;
    };
    await see(await browser.comeBack('snapshot'));
    await see(await browser.comeBack(''));
    await see((await browser.comeBack('zhang')).replace(/code=\w+/, 'code=invented'));
    const used = await browser.comeBack('zhang');
    const { searchParams } = new URL(used);
    await ask(
      `${program.stub.origin}/sns/oauth2/access_token?appid=${program.stub.appId}&secret=${program.stub.secret}&code=${searchParams.get('code')}&grant_type=authorization_code`,
    );
    await see(used);
    expect(Object.keys(notices)).to.deep.equal(['snapshot', 'declined', 'code_refused']);
    expect(notices.snapshot).to.include('「使用完整服务」');
  });

  it('says what became of a login in the language of the page that it was for', async () => {
    const titleAt = async (of: string, page: string) => {
      const query = `of=${of}&return=${encodeURIComponent(`/cms-market/${page}`)}`;
      const { status, text } = await browser.visit(`/wechat/notice?${query}`);
      expect(status, page).to.equal(200);
      return [/<html lang="([^"]*)">/.exec(text)?.[1], /<h1>([^<]*)</.exec(text)?.[1]];
    };
    expect(await titleAt('declined', '?id=english')).to.deep.equal(['en', 'You are not logged in yet']);
    for (const page of ['p/english/a.html?x=1', 'p/english/', 'p/english'])
      expect(await titleAt('declined', page), page).to.deep.equal(['en', 'You are not logged in yet']);
    expect(await titleAt('declined', '?id=taiwan')).to.deep.equal(['zh-TW', '還沒有登入']);
    for (const page of ['?id=lucky', '?id=none', '?id=%ff', '', 'p/', 'p/none/'])
      expect(await titleAt('declined', page), page).to.deep.equal(['zh-CN', '还没有登录']);
    const desktop = new WechatBrowser(program.base, { 'User-Agent': 'Mozilla/5.0 Chrome/130.0' });
    const outside = await desktop.visit('/wechat/login?return=/cms-market/?id=english');
    expect(outside.text).to.include('Please open it in WeChat').and.include('Back to the activity');
    expect(outside.text).not.to.match(/[\u4e00-\u9fff]/);
  });

  it('shows a browser that is no WeChat’s where to open the page', async () => {
    const desktop = new WechatBrowser(program.base, { 'User-Agent': 'Mozilla/5.0 Chrome/130.0' });
    const answer = await desktop.visit(`/wechat/login?return=${encodeURIComponent(`${HERE}&x=<b>"'`)}`);
    expect(answer.status).to.equal(200);
    expect(answer.setCookies).to.deep.equal([]);
    expect(answer.text).to.include(`${program.base}/?id=lucky&amp;x=%3Cb%3E%22%27`);
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    expect(policy).to.match(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'none'; base-uri 'none'/,
    );
    expect(answer.text).not.to.include('<script');
  });

  it('leads to no other host, to nothing outside the service, and not in circles', async () => {
    const returnOf = async (to: string) => {
      const { location } = await browser.visit(`/wechat/login?return=${encodeURIComponent(to)}`);
      const redirect = new URL(location || 'http://none').searchParams.get('redirect_uri') ?? 'http://none';
      return new URL(redirect).searchParams.get('return');
    };
    for (const host of ['https://evil.example', '//evil.example', '\\\\evil.example', '/\t/evil.example']) {
      expect(await returnOf(`${host}/cms-market/?id=1`), host).to.equal('/cms-market/?id=1');
    }
    expect(await returnOf('/cms-market/p/1055/?a=1#/shelf')).to.equal('/cms-market/p/1055/?a=1#/shelf');
    expect(await returnOf('/cms-market/%0d%0aX: 1\r\nY: 2?id=1')).to.equal(
      '/cms-market/%0d%0aX:%201Y:%202?id=1',
    );
    for (const to of [
      'https://evil.example/',
      '//evil.example',
      'javascript:alert(1)',
      'data:/cms-market/',
      '/other',
      '/cms-market',
      '/cms-market/../x',
      '/cms-market/..//evil.example',
      '/cms-market/%2e%2e//evil.example',
      '/cms-market/..%2f..%2fx',
      '/cms-market/..%5cx',
      '/\\evil.example',
      '/cms-market/wechat/login',
      '/cms-market/wechat/callback?code=1&state=2',
      '/cms-market/./wechat/notice?of=snapshot',
      `/cms-market/?x=${'x'.repeat(2048)}`,
      `/cms-market/?x=${'摇'.repeat(400)}`,
    ]) {
      const { status, json, location, setCookies } = await browser.visit(
        `/wechat/login?return=${encodeURIComponent(to)}`,
      );
      expect([status, json?.ret, json?.detail, location], to).to.deep.equal([
        200,
        1001,
        { field: 'return' },
        '',
      ]);
      expect(setCookies).to.deep.equal([]);
    }
    const twice = await browser.visit('/wechat/login?return=/cms-market/&return=/cms-market/');
    expect(twice.json.ret).to.equal(1001);
  });

  it('comes back to where it was begun for, whatever the address of the callback says', async () => {
    const callback = await browser.comeBack('zhang');
    for (const to of ['/cms-market/?id=own', 'https://evil.example/', '/cms-market/wechat/login']) {
      const changed = new URL(callback);
      changed.searchParams.set('return', to);
      const { location } = await browser.visit(changed.href);
      expect(noticeOf(location), to).to.equal('state_refused');
      expect(location).not.to.match(/evil|login/);
    }
  });

  it('takes no malformed, repeated or huge parameter, and asks WeChat nothing for it', async () => {
    const asked = program.stub.requests.length;
    const state = 'a'.repeat(32);
    for (const query of [
      '',
      '?state=&code=',
      `?state=${state}&code=1`,
      `?state=${state.toUpperCase()}&code=1`,
      `?state=${state}&state=${state}&code=1`,
      `?state=${state}&code=1&code=2`,
      `?state[]=${state}`,
      `?state=${state}&code=${'1'.repeat(8000)}`,
      `?state=${'a'.repeat(8000)}&code=1`,
      `?state=${state}&code=%0d%0aSet-Cookie:%20token=x`,
      `?state=${state}&code=%00&return=%00`,
      '?state=__proto__&constructor=1',
    ]) {
      const { status, location, headers } = await browser.visit(`/wechat/callback${query}`);
      expect([status, noticeOf(location)], query.slice(0, 60)).to.deep.equal([303, 'state_refused']);
      expect(headers.getSetCookie()).to.deep.equal([]);
    }
    expect(program.stub.requests).to.have.length(asked);
    for (const query of [
      '',
      '?of=away',
      '?of=%3Cscript%3E',
      '?of=snapshot&of=snapshot',
      '?of=snapshot&return=//x',
    ]) {
      expect((await browser.visit(`/wechat/notice${query}`)).json?.ret, query).to.equal(1001);
    }
    expect((await browser.visit('/wechat/login', { method: 'POST' })).json.ret).to.equal(4005);
  });

  it('begins at no host that is no name', async () => {
    for (const host of ['a b', 'evil.example/cms-market', 'evil.example@x', '']) {
      const head = `GET /cms-market/wechat/login HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: MicroMessenger/8\r\nConnection: close\r\n\r\n`;
      expect(await sendRaw(program.port, head), host).not.to.match(/^Location:/im);
    }
  });

  it('takes no token that was signed by another key, for another account, or that has ended', async () => {
    const key = derivedKey(program.stub.secret, 'token');
    const now = Math.floor(Date.now() / 1000);
    const signed = (claims: object, by: Uint8Array | null = key, alg = 'HS256') => {
      const payload = {
        iss: 'cms-market',
        aud: program.stub.appId,
        sub: 'u1',
        iat: now,
        exp: now + 60,
        ...claims,
      };
      if (by) return new SignJWT(payload).setProtectedHeader({ alg }).sign(by);
      const text = [{ alg: 'none' }, payload].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      return Promise.resolve(`${text.join('.')}.`);
    };
    const retOf = async (token: string) =>
      (await ask(`${program.base}/static?activity_id=lucky&token=${token}`)).json.ret;
    expect(await retOf(await signed({}))).to.equal(0);
    for (const [name, token] of Object.entries({
      'another key': await signed({}, derivedKey(program.stub.secret, 'login_state')),
      'the secret itself': await signed({}, Buffer.from(program.stub.secret)),
      'no signature': await signed({}, null),
      HS512: await signed({}, Buffer.concat([key, key]), 'HS512'),
      'another account': await signed({ aud: 'wxffffffffffffffff' }),
      'another issuer': await signed({ iss: 'https://id.example' }),
      ended: await signed({ exp: now - 60 }),
      'not yet': await signed({ iat: now + 600, exp: now + 700 }),
      'without an end': await signed({ exp: undefined }),
      demo: 'demo-u1',
    })) {
      expect(await retOf(token), name).to.equal(1005);
    }
  });

  it('counts what became of logins, and leaves no secret, code, state or token in the log', async () => {
    const metrics = familiesOf((await ask(`${program.origin}/metrics`)).text);
    const count = (result: string) => sampleValue(metrics, 'cms_market_wechat_logins_total', { result }) ?? 0;
    for (const result of [
      ...['started', 'outside_wechat', 'logged_in', 'snapshot', 'declined'],
      ...['state_refused', 'code_refused'],
    ]) {
      expect(count(result), result).to.be.above(0);
    }
    expect(count('fault')).to.equal(0);
    const callback = await browser.comeBack('zhang');
    await browser.visit(callback);
    const { searchParams } = new URL(callback);
    const log = program.stdout() + program.stderr();
    expect(log).to.include('"route":"/wechat/callback"');
    for (const secret of [
      searchParams.get('code'),
      searchParams.get('state'),
      browser.cookies.get('token'),
      program.stub.secret,
      OPENID,
    ]) {
      expect(log).not.to.include(secret);
    }
  });
});

describe('the login by WeChat, otherwise set up', () => {
  it('asks for the name and the unionid, and knows users by that', async () => {
    const program = await startWechatLogin({
      WECHAT_LOGIN_SCOPE: 'snsapi_userinfo',
      IDENTITY_CLAIMS: 'uid=unionid,name=nickname',
      SESSION_TTL_SECONDS: '600',
      PUBLIC_URL: 'https://h5.example.com',
      NODE_ENV: 'production',
      ALLOW_VOLATILE_DRAWS: 'true',
    });
    const browser = new WechatBrowser(program.base);
    const begun = await browser.visit('/wechat/login');
    expect(begun.location).to.include('&scope=snsapi_userinfo&');
    expect(begun.location).to.include(
      'redirect_uri=https%3A%2F%2Fh5.example.com%2Fcms-market%2Fwechat%2Fcallback',
    );
    const there = await browser.chosen(begun.location, 'zhang');
    const here = there.location.replace('https://h5.example.com', program.origin);
    const back = await browser.visit(here);
    const { iat = 0, exp = 0, ...claims } = decodeJwt(browser.cookies.get('token') ?? '');
    await program.stop();
    expect(back.setCookies[1]).to.include('; Max-Age=600;');
    expect([claims.sub, claims.name, exp - iat]).to.deep.equal(['uTest00000000000zhang', '张小满 🌾', 600]);
  });

  it('is a page with 503 while WeChat is away, and the same way back works afterwards', async () => {
    let isAway = true;
    const program = await startWechatLogin(
      {},
      {
        instead: (url, response) =>
          isAway && url.pathname.startsWith('/sns/') && Boolean(response.writeHead(502).end()),
      },
    );
    const browser = new WechatBrowser(program.base);
    const callback = await browser.comeBack('zhang');
    const away = await browser.visit(callback);
    isAway = false;
    const again = await browser.visit(callback);
    const metrics = familiesOf((await ask(`${program.origin}/metrics`)).text);
    await program.stop();
    expect([away.status, away.headers.get('Retry-After'), away.setCookies]).to.deep.equal([503, '1', []]);
    expect(away.text).to.include('微信暂时没有回应');
    expect(away.text).not.to.include('502');
    expect([again.status, again.location]).to.deep.equal([303, HERE]);
    expect(sampleValue(metrics, 'cms_market_wechat_logins_total', { result: 'fault' })).to.equal(1);
    expect(program.stdout()).to.match(/answered with HTTP 502/);
  });

  it('needs its settings: an account, a known scope, and one that says the unionid where users are known by it', async () => {
    const claims = await runProgram(['serve'], {
      IDENTITY: 'wechat',
      IDENTITY_CLAIMS: 'uid=unionid',
    });
    expect(claims.stderr).to.match(/uid=unionid: then WECHAT_LOGIN_SCOPE must be snsapi_userinfo/);
    const { code, stderr } = await runProgram(['serve'], { IDENTITY: 'wechat', WECHAT_LOGIN_SCOPE: 'all' });
    expect(code).to.equal(78);
    expect(stderr).to.match(/^WECHAT_LOGIN_SCOPE="all": must be/m);
    expect(stderr).to.match(/WECHAT_APP_ID must be set too/);
  });

  it('is not there with another identity', async () => {
    const program = await startProgram();
    const { status } = await ask(`${program.base}/wechat/login`);
    const { json } = await ask(`${program.base}/static?activity_id=1055`);
    await program.stop();
    expect([status, json.detail.page.login_url]).to.deep.equal([404, '/login?return={return}']);
  });

  it('is what check reckons with', async () => {
    const ACTIVITIES_DIR = await activitiesDir({
      a: { dispatch: 'sku', title: 'A', is_login_user: true, skus: [] },
      zoned: { dispatch: 'sku', title: 'B', is_check_zone: true, zones: ['1000'], skus: [] },
    });
    const file = join(await tempDir(), 'secret');
    await writeFile(file, 's'.repeat(32));
    const account = { IDENTITY: 'wechat', WECHAT_APP_ID: 'wx0123456789abcdef', WECHAT_SECRET_FILE: file };
    const codesOf = async (env: Record<string, string>) => {
      const { stdout } = await runProgram(['check', '--json'], { ACTIVITIES_DIR, ...env });
      const { findings } = JSON.parse(stdout) as { findings: { activityId: string; code: string }[] };
      return findings
        .map(({ activityId, code }) => `${activityId} ${code}`)
        .filter((found) => /no-login-url|zones/.test(found));
    };
    expect(await codesOf({})).to.have.members(['a no-login-url', 'zoned no-login-url']);
    // WeChat knows nobody's zone.
    expect(await codesOf(account)).to.deep.equal(['zoned login-without-zones']);
  });
});
