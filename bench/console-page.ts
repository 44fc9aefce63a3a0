/*
 * How fast the views of the console are on an ordinary laptop: `npm run bench:console-page` prints the median of five first visits
 * to each view, with the bytes that were sent, the largest contentful paint (LCP), the blocking time of the main thread (TBT:
 * what tasks took beyond 50 ms) and the layout shift (CLS). Chromium is slowed down as Lighthouse slows it for a desktop: 10
 * Mbit/s, 40 ms, and a processor four times slower.
 */
import type { BrowserContext } from 'playwright-core';
import { startProgram } from '../test/support/built-program.ts';
import { startBrowser } from '../test/web/support/browser.ts';
import { acceptLink, firstLink, openDesk } from '../test/web/support/console.ts';

const VISITS = Number(process.env['VISITS'] ?? 5);
const VIEWS = [
  '/',
  '/activities',
  '/activities/2001/edit',
  '/activities/2001/live',
  '/activities/2001/report',
];
const BYTES_PER_SECOND = (10 * 1024 * 1024) / 8;
/* By then no view of these still changes. */
const SETTLED_MS = 4000;

interface Figures {
  readonly kib: number;
  readonly lcpMs: number;
  readonly tbtMs: number;
  readonly cls: number;
}

/* Runs in the page, before its own scripts. */
const WATCH = `
  window.figures = { lcpMs: 0, tbtMs: 0, cls: 0 };
  const watch = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => { figures.lcpMs = entry.startTime; });
  watch('longtask', (entry) => { figures.tbtMs += entry.duration - 50; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) figures.cls += entry.value; });
`;

async function visit(context: BrowserContext, url: string): Promise<Figures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.addInitScript(WATCH);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(SETTLED_MS);
  const seen = (await page.evaluate('window.figures')) as Omit<Figures, 'kib'>;
  await page.close();
  return { ...seen, kib: bytes / 1024 };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const program = await startProgram({ ROLE: 'all' });
const link = await firstLink(program);
const browser = await startBrowser();
const { origin } = new URL(link);

const row = (name: string, figures: readonly Figures[]) => {
  const of = (key: keyof Figures) => median(figures.map((each) => each[key]));
  const cells = [
    `${of('kib').toFixed(0)} KiB`,
    `${of('lcpMs').toFixed(0)} ms`,
    `${of('tbtMs').toFixed(0)} ms`,
    of('cls').toFixed(3),
  ];
  return `${name.padEnd(26)}${cells.map((cell) => cell.padEnd(10)).join('')}\n`;
};
const measure = async (context: BrowserContext, path: string) => {
  const figures: Figures[] = [];
  for (let n = 0; n < VISITS; n++) figures.push(await visit(context, origin + path));
  return figures;
};

process.stdout.write(
  `${'view'.padEnd(26)}${['sent', 'LCP', 'TBT', 'CLS'].map((name) => name.padEnd(10)).join('')}\n`,
);
const desk = await openDesk(browser);
process.stdout.write(row('/sign-in', await measure(desk.context, '/sign-in')));
await acceptLink(desk.page, link);
for (const path of VIEWS) process.stdout.write(row(path, await measure(desk.context, path)));
await browser.close();
await program.stop();
