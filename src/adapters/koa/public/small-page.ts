import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { PageLanguage } from '../../../domain/activities/page-choices.ts';
import { sendAnswer } from '../http/send.ts';
import { escapeHtml } from './html.ts';

/** A page of a few words and a button or two, without scripts. */
export interface SmallPage {
  readonly language: PageLanguage;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What one may copy, such as an address. */
  readonly copied?: string;
  /** The first one is the main one. */
  readonly links: readonly { readonly text: string; readonly href: string }[];
  /** Points at what the app shows below the page. */
  readonly below?: string;
  /** The path of an icon of 24 × 24. */
  readonly icon: string;
}

const STYLE = `
:root{color-scheme:light dark;--ground:#f4f5f4;--paper:#fff;--text:#1b1f1d;--quiet:#5b625e;--line:#dfe3e0;--main:#07803f;--on:#fff;--tint:#e3f4ea}
@media(prefers-color-scheme:dark){:root{--ground:#111412;--paper:#1c201e;--text:#edf0ee;--quiet:#a9b1ac;--line:#333936;--main:#2bb36b;--on:#06140c;--tint:#17321f}}
*{box-sizing:border-box}
body{min-height:100vh;margin:0;display:flex;flex-direction:column;justify-content:center;padding:1.5rem 1.25rem;background:var(--ground);color:var(--text);font:1rem/1.65 system-ui,-apple-system,"PingFang SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:24rem;margin:0 auto;padding:2rem 1.5rem 1.5rem;border:1px solid var(--line);border-radius:1.25rem;background:var(--paper);text-align:center}
svg{width:4rem;height:4rem;padding:1rem;border-radius:50%;background:var(--tint);fill:none;stroke:var(--main);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
h1{margin:1rem 0 .5rem;font-size:1.375rem;line-height:1.35;font-weight:800;text-wrap:balance}
p{margin:0 0 .5rem;color:var(--quiet);text-wrap:pretty}
code{display:block;margin:1rem 0 0;padding:.75rem 1rem;border-radius:.75rem;background:var(--ground);color:var(--text);font:.875rem/1.5 ui-monospace,monospace;text-align:left;-webkit-user-select:all;user-select:all}
nav{display:grid;gap:.25rem;margin-top:1.5rem}
a{display:block;min-height:3rem;padding:.75rem 1rem;border-radius:.875rem;color:var(--main);font-weight:600;line-height:1.5rem;text-decoration:none}
a:first-child{background:var(--main);color:var(--on)}
a:focus-visible{outline:3px solid var(--main);outline-offset:2px}
footer{position:fixed;right:0;bottom:.75rem;left:0;padding:0 1.25rem;color:var(--main);font-weight:700;text-align:center}
footer::after{content:"";display:block;width:.75rem;height:.75rem;margin:.25rem auto 0;border:solid var(--main);border-width:0 3px 3px 0;transform:rotate(45deg)}
`;

const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For whatever has to do with a login: nothing of its address is kept, or sent on. */
export const LOGIN_HEADERS: readonly string[] = [
  'Cache-Control',
  'no-store',
  'Referrer-Policy',
  'no-referrer',
];

const HTML = ['Content-Type', 'text/html; charset=utf-8', 'Content-Security-Policy', CSP];

export function sendSmallPage(ctx: Context, status: number, page: SmallPage): void {
  sendAnswer(ctx, status, [...LOGIN_HEADERS, ...HTML], [Buffer.from(htmlOf(page))]);
}

function htmlOf({ language, title, paragraphs, copied, links, below, icon }: SmallPage): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg>
<h1>${escapeHtml(title)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
${copied === undefined ? '' : `<code>${escapeHtml(copied)}</code>`}
<nav>
${links.map(({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`).join('\n')}
</nav>
</main>
${below === undefined ? '' : `<footer>${escapeHtml(below)}</footer>`}
</body>
</html>
`;
}
