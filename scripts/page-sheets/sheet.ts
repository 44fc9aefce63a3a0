import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Picture } from './shoot.ts';

export interface SheetLayout {
  readonly columns: number;
  /** How wide a picture is on the sheet, in pixels. */
  readonly width: number;
  /** Of a JPEG. */
  readonly quality?: number;
}

const GAP = 12;

/** Puts pictures side by side on one: a JPEG for the docs, a PNG to look at. */
export async function layOut(
  browser: Browser,
  path: string,
  pictures: readonly Picture[],
  { columns, width, quality }: SheetLayout,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: columns * (width + GAP) + GAP, height: 400 } });
  const figures = pictures.map(({ caption, png, ...shot }) => {
    const height = Math.round((width * shot.height) / shot.width);
    return `<figure style="width: ${width}px"><img width="${width}" height="${height}"
        src="data:image/png;base64,${png.toString('base64')}"><figcaption>${caption}</figcaption></figure>`;
  });
  await page.setContent(`<style>
    body { margin: ${GAP / 2}px; display: flex; flex-wrap: wrap; background: #e8e8ed; font: 12px sans-serif; }
    figure { margin: ${GAP / 2}px; }
    img { display: block; border-radius: 6px; }
    figcaption { padding-top: 4px; color: #1d1d1f; text-align: center; }
  </style>${figures.join('')}`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true, ...(quality ? { type: 'jpeg' as const, quality } : {}) });
  await page.close();
  process.stderr.write(`${path}: ${pictures.length} pictures\n`);
}
