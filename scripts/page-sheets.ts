/*
 * Takes pictures of the built page in its stages, themes, states and sizes, and puts them together: for the docs into
 * `docs/images/`, and larger, to look at, into `test/web/screenshots/sheets/`. Run `npm run page-sheets`, or for some of
 * the sheets, or for the pictures with some words in their captions (not for the docs then):
 * `npm run page-sheets -- stages 'states/2001, won'`.
 */
import type { Browser } from 'playwright-core';
import { startProgram } from '../test/support/built-program.ts';
import { startBrowser } from '../test/web/support/browser.ts';
import { layOut, type SheetLayout } from './page-sheets/sheet.ts';
import * as shots from './page-sheets/sheets.ts';
import { type Picture, type Shot, shoot } from './page-sheets/shoot.ts';

const LOOK_AT = 'test/web/screenshots/sheets';
const DOCS = 'docs/images';
const AT_ONCE = 3;
const A_SHEET = 12;

interface Sheet {
  readonly shots: readonly Shot[];
  /** Of the pictures for the docs: which ones, and how they lie. */
  readonly docs?: { readonly picks: (shot: Shot, index: number) => boolean } & SheetLayout;
}

const STATE_COUNT = shots.STATE_SHOTS.length / 6;
const SHEETS: Readonly<Record<string, Sheet>> = {
  stages: { shots: shots.STAGE_SHOTS, docs: { picks: () => true, columns: 6, width: 190, quality: 68 } },
  states: {
    shots: shots.STATE_SHOTS,
    // Each state once, the samples in turn.
    docs: {
      picks: (_, index) => (index % STATE_COUNT) % 6 === Math.floor(index / STATE_COUNT),
      columns: 7,
      width: 190,
      quality: 76,
    },
  },
  sizes: { shots: shots.SIZE_SHOTS },
  promotions: { shots: shots.PROMOTION_SHOTS },
  poses: { shots: shots.POSE_SHOTS },
  sheets: { shots: shots.SHEET_SHOTS },
};

async function shootAll(browser: Browser, base: string, wanted: readonly Shot[]): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const waiting = [...wanted.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, shot] = next;
      pictures[index] = await shoot(browser, base, shot).catch((error: Error) => {
        throw new Error(`${shot.caption}: ${error.message}`);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pictures;
}

const sizeOf = ({ width, height }: Shot) => `${width}x${height}`;

/** Sheets of as many as can be looked at, those of one size together. */
async function sheetsOf(
  browser: Browser,
  base: string,
  name: string,
  wanted: readonly Shot[],
): Promise<Picture[]> {
  const all: Picture[] = [];
  for (const size of new Set(wanted.map(sizeOf))) {
    const group = wanted.filter((each) => sizeOf(each) === size);
    const width = group[0]?.width ?? 0;
    const layout = width === 844 ? { columns: 3, width: 640 } : { columns: 6, width: Math.min(width, 340) };
    for (let from = 0, at = 1; from < group.length; from += A_SHEET, at += 1) {
      const pictures = await shootAll(browser, base, group.slice(from, from + A_SHEET));
      await layOut(browser, `${LOOK_AT}/${name}-${size}-${at}.png`, pictures, layout);
      all.push(...pictures);
    }
  }
  return all;
}

const wishes = process.argv.slice(2).map((wish) => wish.split('/'));
const [browser, program] = await Promise.all([
  startBrowser(),
  startProgram({ ACTIVITIES_DIR: 'activities' }),
]);
try {
  for (const [name, { shots: all, docs }] of Object.entries(SHEETS)) {
    const wish = wishes.find(([sheet]) => sheet === name);
    if (wishes.length > 0 && !wish) continue;
    const words = wish?.[1] ?? '';
    const wanted = all.filter(({ caption }) => caption.includes(words));
    const pictures = await sheetsOf(browser, program.base, name, wanted);
    if (docs && words === '')
      await layOut(browser, `${DOCS}/page-${name}.jpg`, pictures.filter(docs.picks), docs);
  }
} finally {
  await browser.close();
  await program.stop();
}
