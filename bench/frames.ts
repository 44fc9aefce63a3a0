/*
 * How smoothly the page moves: Chromium with its CPU slowed down sixfold, and full motion. `npm run bench:frames` prints for
 * each stage and tier, from the tap to the end of the celebration:
 * - the times between two frames: the 95th percentile, and how many were over 50 ms. A screen of 60 Hz has a frame each
 *   16.7 ms. Without a graphics card they also hold the time in which the processor paints, which no phone spends.
 * - the page's own work for a frame: from its beginning until scripts, styles and layout are done and the main thread is
 *   free again. That is what the page answers for.
 * The first line is the floor: a page that only turns a square and throws 120 rectangles on a canvas.
 */

import { activitiesDir } from '../test/support/activities-dir.ts';
import { startProgram } from '../test/support/built-program.ts';
import { openPhone, startBrowser } from '../test/web/support/browser.ts';

const SLOWER = Number(process.env.SLOWER ?? 6);
const STAGES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;
const THEMES = ['spring', 'double11', 'campus', 'summer', 'member', 'minimal'] as const;
const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;

/* A message that is posted in a frame arrives when the frame's work on the main thread is done. */
const RECORD = `
  globalThis.frames = { times: [], work: [], running: false };
  frames.start = () => {
    const channel = new MessageChannel();
    let begun = 0;
    channel.port1.onmessage = () => frames.work.push(performance.now() - begun);
    frames.times = [];
    frames.work = [];
    frames.running = true;
    let last = performance.now();
    const next = (now) => {
      if (!frames.running) return;
      frames.times.push(now - last);
      last = now;
      begun = performance.now();
      channel.port2.postMessage(0);
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
  };
`;

const FLOOR = `
  document.body.innerHTML = '<canvas width="585" height="1266" style="position:fixed;inset:0;width:100%;height:100%"></canvas><div></div>';
  Object.assign(document.querySelector('div').style, { width: '300px', height: '300px', background: 'red' });
  document.querySelector('div').animate({ transform: ['rotate(0)', 'rotate(360deg)'] }, { duration: 3000, iterations: 9 });
  const brush = document.querySelector('canvas').getContext('2d');
  const paper = (now) => {
    brush.clearRect(0, 0, 585, 1266);
    for (let at = 0; at < 120; at += 1) brush.fillRect((at * 37) % 585, (now / 3 + at * 53) % 1266, 12, 18);
    requestAnimationFrame(paper);
  };
  requestAnimationFrame(paper);
  frames.start();
`;

const activity = (stage: string, theme: string, tier: string) => ({
  dispatch: 'shake',
  title: '帧数',
  is_login_user: true,
  page: { stage, theme: { name: theme } },
  prizes: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, name: `奖品 ${id}`, tier, value: '¥4999' })),
  rules: { prizes: { a: { odds: '100%' } } },
});

/* `npm run bench:frames -- grand` measures those whose name has the word alone. */
const [word = ''] = process.argv.slice(2);
const runs = STAGES.flatMap((stage, at) =>
  TIERS.map((tier) => ({ id: `${stage}-${tier}`, stage, tier, theme: THEMES[at] ?? 'spring' })),
).filter(({ id }) => id.includes(word));
const program = await startProgram({
  ACTIVITIES_DIR: await activitiesDir(
    Object.fromEntries(runs.map(({ id, stage, theme, tier }) => [id, activity(stage, theme, tier)])),
  ),
});
const browser = await startBrowser();

function p95Of(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(1)} ms`.padStart(10);
}

interface Recorded {
  readonly times: readonly number[];
  readonly work: readonly number[];
}

function report(name: string, { times, work }: Recorded): void {
  const over = (list: readonly number[]) => `${list.filter((time) => time > 50).length}`.padStart(6);
  process.stdout.write(
    `${name.padEnd(30)}${p95Of(times)}${over(times)} of ${times.length}${p95Of(work)}${over(work)}\n`,
  );
}

process.stdout.write(`${'frames'.padEnd(30)}  p95 between, over 50 ms   p95 work, over 50 ms\n`);
const blank = await openPhone(browser, { reducedMotion: 'no-preference', deviceScaleFactor: 2 });
await blank.page.addInitScript(RECORD);
await blank.page.goto(`${program.base}/openapi.json`);
await (await blank.context.newCDPSession(blank.page)).send('Emulation.setCPUThrottlingRate', {
  rate: SLOWER,
});
await blank.page.evaluate(FLOOR);
await blank.page.waitForTimeout(5_000);
report('floor', (await blank.page.evaluate('frames')) as Recorded);
await blank.close();
for (const { id, stage, tier, theme } of runs) {
  const phone = await openPhone(browser, { reducedMotion: 'no-preference', deviceScaleFactor: 2 });
  const { page } = phone;
  const devtools = await phone.context.newCDPSession(page);
  await page.addInitScript(RECORD);
  await page.goto(`${program.base}/?id=${id}&token=demo-${id}`);
  await page.locator('.draw').waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(2_000);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate('frames.start(); setTimeout(() => { document.querySelector(".draw").click(); }, 0)');
  await page.locator('[data-result]').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3_500);
  report(`${stage} ${theme} ${tier}`, (await page.evaluate('frames.running = false; frames')) as Recorded);
  await phone.close();
}
await browser.close();
await program.stop();
