/*
 * Combines the screenshots of the page's states into one picture per device, in docs/images/. Run
 * `npm run contact-sheet` after `npm run test:web`.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBrowser } from '../test/web/support/browser.ts';

const SHOTS = 'test/web/screenshots/states';
const OUT = 'docs/images';
const COLUMNS = { small: 8, large: 8, tablet: 8 };
const WIDTH = 190;
const HEIGHT = { small: 337, large: 412, tablet: 273 };

const shots = (await readdir(SHOTS)).filter((name) => name.endsWith('.png')).sort();
const browser = await startBrowser();
await mkdir(OUT, { recursive: true });
for (const device of ['small', 'large', 'tablet'] as const) {
  const page = await browser.newPage({
    viewport: { width: COLUMNS[device] * (WIDTH + 16) + 16, height: 600 },
  });
  const cells = await Promise.all(
    shots
      .filter((name) => name.startsWith(`${device}-`))
      .map(async (name) => {
        const image = (await readFile(join(SHOTS, name))).toString('base64');
        const state = name.slice(device.length + 1, -'.png'.length);
        return `<figure><div><img src="data:image/png;base64,${image}"></div><figcaption>${state}</figcaption></figure>`;
      }),
  );
  await page.setContent(`<style>
    body { margin: 8px; background: #e8e8ed; font: 12px sans-serif; display: flex; flex-wrap: wrap; }
    figure { width: ${WIDTH}px; margin: 8px; }
    div { height: ${HEIGHT[device]}px; overflow: hidden; border-radius: 8px; background: #fff; }
    img { width: 100%; display: block; }
    figcaption { padding: 4px; text-align: center; color: #1d1d1f; }
  </style>${cells.join('')}`);
  const path = join(OUT, `page-states-${device}.jpg`);
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 72 });
  process.stderr.write(`${path}: ${cells.length} states\n`);
  await page.close();
}
await browser.close();
