/*
 * How smoothly the page moves: Chromium with its CPU slowed down sixfold, and full motion. `npm run bench:frames` prints for
 * each stage, from the tap to the end of the celebration, and for scrolling, the 95th percentile and the longest of the
 * times between two frames, and how many were over 50 ms. A screen of 60 Hz has a frame each 16.7 ms. The first 300 ms
 * after a tap are not counted: in them, scripts are loaded.
 */

import { activitiesDir } from '../test/support/activities-dir.ts';
import { startProgram } from '../test/support/built-program.ts';
import { openPhone, startBrowser } from '../test/web/support/browser.ts';

const SLOWER = Number(process.env.SLOWER ?? 6);
const STAGES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;
const THEMES = ['spring', 'double11', 'campus', 'summer', 'member', 'minimal'] as const;
const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;

const RECORD = `
  globalThis.frames = { times: [], running: false };
  frames.start = () => {
    frames.times = [];
    frames.running = true;
    let last = performance.now();
    const next = (now) => {
      if (!frames.running) return;
      frames.times.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
  };
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

function report(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  const over = sorted.filter((time) => time > 50).length;
  process.stdout.write(
    `${name.padEnd(34)}${p95.toFixed(1).padStart(7)} ms${(sorted.at(-1) ?? 0).toFixed(1).padStart(9)} ms` +
      `${String(over).padStart(6)} of ${sorted.length}\n`,
  );
}

process.stdout.write(`${'CPU slowed down'.padEnd(34)}    p95   longest   over 50 ms\n`);
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
  await page.waitForTimeout(300);
  await page.evaluate('frames.times.length = 0');
  await page.locator('[data-result]').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3_500);
  const times = (await page.evaluate('frames.running = false; frames.times')) as number[];
  report(`${stage} ${theme} ${tier}`, times);
  await phone.close();
}
await browser.close();
await program.stop();
