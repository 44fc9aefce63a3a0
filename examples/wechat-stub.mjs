// Speaks WeChat's wire for one official account: 网页授权, and the tickets of the JS-SDK. Its authorize page asks which user one
// is; one of them is the virtual user of a preview (快照页). NOT FOR PRODUCTION.
//
//   node examples/wechat-stub.mjs [PORT]     serves it, and prints the settings of a service beside it
import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ openid: string, unionid: string, nickname: string, snapshot?: boolean }} User */

/** @type {ReadonlyMap<string, User>} by a name in the address */
export const WECHAT_USERS = new Map([
  [
    'zhang',
    { openid: 'oTest0000000000000000000zhang', unionid: 'uTest00000000000zhang', nickname: '张小满 🌾' },
  ],
  ['li', { openid: 'oTest000000000000000000000li', unionid: 'uTest0000000000000li', nickname: '李白露' }],
  [
    'snapshot',
    { openid: 'oTest00000000000000000virtual', unionid: '', nickname: '微信用户', snapshot: true },
  ],
]);

const CODE_MS = 5 * 60_000;
const TOKEN_SECONDS = 7200;

/* WeChat matches the whole address: other parameters, or another order, are an error to it. */
const AUTHORIZE =
  /^\/connect\/oauth2\/authorize\?appid=([^&]*)&redirect_uri=(https?%3A%2F%2F[^&]+)&response_type=code&scope=(snsapi_base|snsapi_userinfo)&state=([A-Za-z0-9]{0,128})$/;

/**
 * @param {{ port?: number, appId?: string, secret?: string, now?: () => number,
 *   instead?: (url: URL, response: import('node:http').ServerResponse) => boolean }} [options]
 *   `instead` answers in its place where it returns true
 */
export async function startWechatStub({
  port = 0,
  appId = 'wx0123456789abcdef',
  secret = 's3cret'.padEnd(32, '0'),
  now = Date.now,
  instead = () => false,
} = {}) {
  /** @type {Map<string, { user: User, scope: string, until: number, used: boolean }>} */
  const codes = new Map();
  /** @type {Map<string, { user: User, scope: string }>} */
  const tokens = new Map();
  /** @type {string[]} the addresses that were asked for, oldest first */
  const requests = [];

  /** @param {string} name @param {string} scope */
  function codeFor(name, scope = 'snsapi_base') {
    const user = WECHAT_USERS.get(name);
    if (!user) throw new Error(`no user ${name}`);
    const code = `0${randomBytes(15).toString('hex')}0`;
    codes.set(code, { user, scope, until: now() + CODE_MS, used: false });
    return code;
  }

  /** @param {URLSearchParams} query */
  function accessToken(query) {
    const code = query.get('code') ?? '';
    const found = codes.get(code);
    if (query.get('appid') !== appId) return refused(40013, 'invalid appid');
    if (query.get('secret') !== secret) return refused(40125, 'invalid appsecret');
    if (query.get('grant_type') !== 'authorization_code') return refused(40002, 'invalid grant_type');
    if (code === '') return refused(41008, 'missing code');
    if (!found || found.until < now()) return refused(40029, 'invalid code');
    if (found.used) return refused(40163, 'code been used');
    found.used = true;
    const { user, scope } = found;
    const token = randomBytes(40).toString('base64url');
    tokens.set(token, { user, scope });
    return {
      access_token: token,
      expires_in: TOKEN_SECONDS,
      refresh_token: randomBytes(40).toString('base64url'),
      openid: user.openid,
      scope,
      ...(user.snapshot && { is_snapshotuser: 1 }),
      ...(scope === 'snsapi_userinfo' && user.unionid && { unionid: user.unionid }),
    };
  }

  /** @param {URLSearchParams} query */
  function userInfo(query) {
    const granted = tokens.get(query.get('access_token') ?? '');
    if (!granted) return refused(40001, 'invalid credential, access_token is invalid or not latest');
    if (granted.scope !== 'snsapi_userinfo') return refused(48001, 'api unauthorized');
    if (query.get('openid') !== granted.user.openid) return refused(40003, 'invalid openid');
    const { openid, unionid, nickname } = granted.user;
    const empty = { sex: 0, province: '', city: '', country: '', headimgurl: '', privilege: [] };
    return { openid, nickname, ...empty, unionid };
  }

  /** @param {URL} url */
  function api(url) {
    switch (url.pathname) {
      case '/sns/oauth2/access_token':
        return accessToken(url.searchParams);
      case '/sns/userinfo':
        return userInfo(url.searchParams);
      case '/cgi-bin/stable_token':
        return { access_token: randomBytes(40).toString('base64url'), expires_in: TOKEN_SECONDS };
      case '/cgi-bin/ticket/getticket':
        return {
          errcode: 0,
          errmsg: 'ok',
          ticket: randomBytes(40).toString('base64url'),
          expires_in: TOKEN_SECONDS,
        };
    }
    return null;
  }

  const server = createServer((request, response) => {
    const raw = request.url ?? '';
    const url = new URL(raw, 'http://127.0.0.1');
    requests.push(raw);
    request.resume();
    if (instead(url, response)) return;
    if (url.pathname === '/connect/oauth2/authorize') return page(response, authorizePage(raw, appId));
    if (url.pathname === '/choose') return choose(url, response);
    const answer = api(url);
    // As WeChat's: the type is text.
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'text/plain' });
    response.end(JSON.stringify(answer ?? { errcode: 40066, errmsg: 'invalid url' }));
  });

  /** @param {URL} url @param {import('node:http').ServerResponse} response */
  function choose({ searchParams }, response) {
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    const user = searchParams.get('user') ?? '';
    // Without a code: the user has not agreed.
    if (WECHAT_USERS.has(user)) back.searchParams.set('code', codeFor(user, searchParams.get('scope') ?? ''));
    back.searchParams.set('state', searchParams.get('state') ?? '');
    response.writeHead(302, { Location: back.href }).end();
  }

  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${address.port}`,
    appId,
    secret,
    requests,
    codeFor,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/** @param {number} errcode @param {string} errmsg */
function refused(errcode, errmsg) {
  return { errcode, errmsg: `${errmsg}, rid: ${randomBytes(4).toString('hex')}-00000000-00000000` };
}

/** @param {string} raw @param {string} appId */
function authorizePage(raw, appId) {
  const [, appid, redirect = '', scope = '', state = ''] = AUTHORIZE.exec(raw) ?? [];
  if (appid === undefined)
    return { status: 400, html: '<h1>参数错误</h1><p>The address is not as WeChat wants it.</p>' };
  if (appid !== appId) return { status: 400, html: '<h1>AppID 参数错误</h1>' };
  const link = (/** @type {string} */ user, /** @type {string} */ text) =>
    `<a href="/choose?user=${user}&scope=${scope}&state=${state}&redirect_uri=${redirect}">${text}</a>`;
  const users = [...WECHAT_USERS].map(([name, { nickname, snapshot }]) =>
    link(name, snapshot ? '页面快照中的虚拟用户' : nickname),
  );
  const html = `<h1>微信登录（演示）</h1><p>scope: ${scope}</p>${users.join('')}${link('', '拒绝')}`;
  return { status: 200, html };
}

/** @param {import('node:http').ServerResponse} response @param {{ status: number, html: string }} page */
function page(response, { status, html }) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      '<link rel="icon" href="data:,"><title>微信登录（演示）</title>' +
      '<style>body{max-width:22rem;margin:3rem auto;padding:0 1rem;font:1rem/1.6 sans-serif}' +
      'a{display:block;margin:.5rem 0;padding:.75rem 1rem;border-radius:.5rem;background:#07803f;color:#fff;text-decoration:none}</style>' +
      `<body>${html}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();

async function main() {
  const { origin, appId, secret } = await startWechatStub({ port: Number(process.argv[2] ?? 8090) });
  const file = join(await mkdtemp(join(tmpdir(), 'wechat-stub-')), 'secret');
  await writeFile(file, secret, { mode: 0o600 });
  console.log(
    `IDENTITY=wechat WECHAT_APP_ID=${appId} WECHAT_SECRET_FILE=${file} WECHAT_API_URL=${origin} WECHAT_OPEN_URL=${origin}`,
  );
}
