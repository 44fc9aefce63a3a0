/*
 * How soon the page is shown on a slow phone: Chromium with its CPU slowed down fourfold, 1.6 Mbit/s and 150 ms to the
 * server. `npm run bench:page` prints for each sample activity the largest contentful paint (LCP), the layout shift
 * (CLS) and the loaded bytes: the median of five visits with an empty cache, and the worst.
 */
import { startProgram } from '../test/support/built-program.ts';
import { openPhone, startBrowser } from '../test/web/support/browser.ts';

const VISITS = 5;
const SLOWER = 4;
const BITS_PER_SECOND = 1_600_000;
const LATENCY_MS = 150;
const PAGES = {
  1055: 'id=1055&token=demo-alice@1000',
  1056: 'id=1056',
  1057: 'id=1057&token=demo-carol@1000',
};

interface Visit {
  readonly lcp: number;
  readonly cls: number;
  readonly bytes: number;
}

const OBSERVE = `
  globalThis.seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcp = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.cls += value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

const program = await startProgram();
const browser = await startBrowser();

async function visit(query: string): Promise<Visit> {
  const phone = await openPhone(browser, { deviceScaleFactor: 3 });
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BITS_PER_SECOND / 8,
    uploadThroughput: BITS_PER_SECOND / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await phone.page.addInitScript(OBSERVE);
  await phone.page.goto(`${program.base}/?${query}`);
  await phone.page.waitForLoadState('networkidle');
  const seen = (await phone.page.evaluate('seen')) as { lcp: number; cls: number };
  await phone.close();
  return { ...seen, bytes };
}

process.stdout.write('activity  LCP median  LCP worst  CLS worst  loaded\n');
for (const [id, query] of Object.entries(PAGES)) {
  const visits: Visit[] = [];
  for (let count = 0; count < VISITS; count++) visits.push(await visit(query));
  const lcps = visits.map(({ lcp }) => lcp).sort((a, b) => a - b);
  const worstShift = Math.max(...visits.map(({ cls }) => cls));
  process.stdout.write(
    `${id.padEnd(10)}${`${Math.round(lcps[2] ?? 0)} ms`.padEnd(12)}${`${Math.round(lcps[4] ?? 0)} ms`.padEnd(11)}` +
      `${worstShift.toFixed(3).padEnd(11)}${Math.round((visits[0]?.bytes ?? 0) / 1024)} KiB\n`,
  );
}
await browser.close();
await program.stop();
