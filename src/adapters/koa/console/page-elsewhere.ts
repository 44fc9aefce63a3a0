import { createHash } from 'node:crypto';
import type { PageFiles } from '../../../domain/shared/page-files.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';

/** The name of the style sheet below the place of the files. */
export const MARK_STYLE = 'test-mark.css';

const MARK_CSS = `.test-mark{position:fixed;z-index:2147483647;top:0;left:0;right:0;margin:0;padding:.1875rem .5rem;
font:600 .75rem/1.25rem system-ui,sans-serif;text-align:center;color:#ffd60a;background:#1d1d1f;pointer-events:none}`;

/* In all languages of the page: what it says holds for each visitor. */
const MARK =
  '<p class="test-mark" role="note">测试 · 不计入 <span lang="en">(test, nothing counts)</span></p>';

export interface PlacedPage {
  /** Where its files are: a path beside the page that ends with a slash, such as `../assets/`. */
  readonly assets: string;
  /** Whether a band across the page says that it is a test. */
  readonly isMarked: boolean;
}

/** The page as it was built, with its files at another place, where all who look share them. */
export function pageElsewhere(page: PageFiles, { assets, isMarked }: PlacedPage): PageFiles {
  const moved = (path: string) => path.replace(/^assets\//, assets);
  return {
    counter: page.counter,
    client: page.client,
    index: fileOf(indexOf(Buffer.from(page.index.bytes).toString(), assets, isMarked), page.index.type),
    asset: (name) => page.asset(name),
    part: (source) => {
      const { scripts, styles } = page.part(source);
      return { scripts: scripts.map(moved), styles: styles.map(moved) };
    },
  };
}

/** A file of the page, or of its mark; `undefined` if there is none. */
export function assetOf(page: Pick<PageFiles, 'asset'>, name: string): ServedFile | undefined {
  return name === MARK_STYLE ? markStyle : page.asset(name);
}

const markStyle = fileOf(MARK_CSS, 'text/css; charset=utf-8');

function indexOf(html: string, assets: string, isMarked: boolean): string {
  const text = html.replaceAll('"./assets/', () => `"${assets}`);
  if (!isMarked) return text;
  const style = `<link rel="stylesheet" crossorigin href="${assets}${MARK_STYLE}">`;
  return text.replace('</head>', () => `${style}</head>`).replace('<body>', () => `<body>${MARK}`);
}

function fileOf(text: string, type: string): ServedFile {
  const bytes = Buffer.from(text);
  return { bytes, type, version: createHash('sha256').update(bytes).digest('base64url').slice(0, 16) };
}
