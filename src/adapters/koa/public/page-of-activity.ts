import { createHash } from 'node:crypto';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { escapeHtml } from './html.ts';
import type { PageHead } from './page-head.ts';

/** The page as it was built, with the head of an activity. */
export interface HeadOfActivity {
  readonly head: PageHead;
  /** Of the request; `''` if it is not known, and then nothing absolute is written. */
  readonly origin: string;
  readonly basePath: string;
  /** Elements for what the page loads next. */
  readonly links: string;
}

/** @param html the built `index.html` */
export function pageOfActivity(html: string, { head, origin, basePath, links }: HeadOfActivity): ServedFile {
  const { title, description, themeColor } = head;
  let text = html.replace(/<html[^>]*>/, () => `<html lang="${head.language}" data-theme="${head.theme}">`);
  if (title !== '') text = text.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(title)}</title>`);
  if (description !== '') text = withMeta(text, 'description', description);
  if (themeColor !== null) text = withMeta(text, 'theme-color', themeColor);
  text = text.replace('</head>', () => `  ${openGraph(head, origin, basePath)}${links}</head>`);
  const bytes = Buffer.from(text);
  const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
  return { bytes, type: 'text/html; charset=utf-8', version };
}

/* What replaces is a function: `$&` in a text must mean nothing. */
function withMeta(html: string, name: string, content: string): string {
  return html.replace(new RegExp(`<meta name="${name}"[^>]*>`), () => meta('name', name, content));
}

function openGraph({ id, title, description, image }: PageHead, origin: string, basePath: string): string {
  const contents: readonly (readonly [name: string, content: string])[] = [
    ['og:type', 'website'],
    ['og:title', title],
    ['og:description', description],
    ['og:url', origin && `${origin}${basePath}/?id=${id}`],
    ['og:image', image?.startsWith('/') ? origin && `${origin}${image}` : (image ?? '')],
  ];
  return contents
    .map(([name, content]) => (content === '' ? '' : `${meta('property', name, content)}\n    `))
    .join('');
}

function meta(kind: 'name' | 'property', name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}" />`;
}
