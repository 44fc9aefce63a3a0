import { createHash } from 'node:crypto';
import type { Handler, Route } from '../http/route.ts';
import { sendAnswer } from '../http/send.ts';
import { escapeHtml } from './html.ts';
import { ownAddress } from './own-address.ts';

/* Where the `login_url` of the samples leads. */
const PATH = '/login';

/* As `DemoTokenVerifier` has them. */
const USER = /^[A-Za-z0-9_.-]{1,64}(?:@[A-Za-z0-9_-]{1,64})?$/;

const USERS = ['alice@1000', 'bob@1001', 'carol@2000', 'dave'];

const STYLE = `
body{max-width:22rem;margin:12vh auto;padding:0 1.5rem;font:1rem/1.6 system-ui,sans-serif;color:#1d1d1f;background:#f6f5f3}
h1{margin:0;font-size:1.75rem;font-weight:900}
p{margin:.25rem 0 1.25rem}
form{display:grid;gap:.625rem}
button,input{min-height:3rem;padding:0 1rem;border:1px solid #86868b;border-radius:.75rem;background:#fff;color:inherit;font:inherit}
button{font-weight:600;cursor:pointer}
label{display:grid;margin-top:.75rem;font-size:.875rem}
`;

const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = ['Cache-Control', 'no-store', 'Referrer-Policy', 'no-referrer'];
const HTML = ['Content-Type', 'text/html; charset=utf-8', 'Content-Security-Policy', CSP];

/**
 * A page where one logs in as anyone, for the demo passport alone: it stands for the login of the company, and leads back
 * with a token, as that does.
 * @param basePath only pages under it are led back to
 */
export function demoLoginRoute(basePath: string): Route {
  return { methods: ['GET'], path: PATH, handle: demoLogin(basePath) };
}

function demoLogin(basePath: string): Handler {
  return (ctx) => {
    const query = new URLSearchParams(ctx.querystring);
    const back = ownAddress(query.get('return') ?? '', basePath);
    const user = query.get('as') ?? '';
    if (back === null || !USER.test(user)) {
      sendAnswer(ctx, 200, [...HEADERS, ...HTML], [Buffer.from(pageOf(query.get('return') ?? ''))]);
      return;
    }
    back.searchParams.set('token', `demo-${user}`);
    sendAnswer(ctx, 303, [...HEADERS, 'Location', `${back.pathname}${back.search}`]);
  };
}

function pageOf(back: string): string {
  const buttons = USERS.map((user) => `<button name="as" value="${user}">${user}</button>`).join('\n');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示登录</title>
<style>${STYLE}</style>
</head>
<body>
<h1>演示登录</h1>
<p>没有设置 PASSPORT_URL，任何人都能以任何身份登录。@ 后面是区域编号。</p>
<form action="${PATH}">
<input type="hidden" name="return" value="${escapeHtml(back)}">
${buttons}
</form>
<form action="${PATH}">
<input type="hidden" name="return" value="${escapeHtml(back)}">
<label>其他用户<input name="as" required pattern="[A-Za-z0-9_.\\-]{1,64}(@[A-Za-z0-9_\\-]{1,64})?" placeholder="uid@zone" autocomplete="off"></label>
<button>登录</button>
</form>
</body>
</html>
`;
}
