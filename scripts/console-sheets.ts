/*
 * Takes the pictures of the console for the docs, into `docs/images/`, from the built program with some thousands of draws and a
 * forecast: `npm run console-sheets`.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { startProgram } from '../test/support/built-program.ts';
import { postJson } from '../test/support/http.ts';
import { until } from '../test/support/until.ts';
import { startBrowser } from '../test/web/support/browser.ts';
import { acceptLink, firstLink, openDesk } from '../test/web/support/console.ts';

const DOCS = 'docs/images';
const ID = 'anniversary';
const TITLE = '周年庆幸运大转盘';
/* It has begun less than a minute ago and ends some minutes later, so that its course is seen beside the forecast. */
const BEGAN_MS = 60_000;
const LASTS_MS = 6 * 60_000;
const USERS = 9000;
const DRAWS = 3;
/* So long visitors come while it is looked at. */
const LIVE_MS = 90_000;
const QUALITY = 82;

const program = await startProgram({ ROLE: 'all', DRAW_RATE_LIMIT: 'off' });
const link = await firstLink(program);
const { origin } = new URL(link);
const browser = await startBrowser();

async function visit(user: number): Promise<void> {
  const token = `demo-user${user}`;
  await fetch(
    `${program.base}/static?activity_id=${ID}&token=${token}&from=${user % 3 ? 'app' : 'timeline'}`,
  );
  for (let n = 0; n < DRAWS; n++) {
    await postJson(`${program.base}/shake/draw`, {
      activity_id: ID,
      token,
      request_id: `u${user}-n${n}-${'x'.repeat(8)}`,
    });
  }
}

/** Visitors come evenly, as many as the forecast has, until it is time to end. */
async function visitors(endsAt: number): Promise<void> {
  const everyMs = LASTS_MS / USERS;
  const visits: Promise<void>[] = [];
  while (Date.now() < endsAt) {
    while (visits.length * everyMs < Date.now() - opensAt) visits.push(visit(visits.length));
    await sleep(200);
  }
  await Promise.all(visits);
}

/** Calls the console's API as the operator whose page this is. */
function call(page: Page, path: string, body: unknown): Promise<Record<string, unknown>> {
  return page.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf_token }) =>
    fetch('/api${path}', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token },
      body: ${JSON.stringify(JSON.stringify(body))} })).then((answer) => answer.json())`);
}

async function open(path: string, look: Parameters<typeof openDesk>[1]) {
  const desk = await openDesk(browser, { deviceScaleFactor: 2, ...look });
  await desk.context.addCookies(cookies);
  await desk.page.goto(origin + path);
  await desk.page.locator('main h1').waitFor();
  await desk.page.waitForLoadState('load');
  return desk;
}

async function keep(page: Page, name: string, width: number): Promise<void> {
  const whole = await page.screenshot({ animations: 'disabled' });
  await sharp(whole)
    .resize({ width })
    .jpeg({ quality: QUALITY, mozjpeg: true })
    .toFile(`${DOCS}/${name}.jpg`);
}

const first = await openDesk(browser);
await acceptLink(first.page, link, '林晓');
const cookies = await first.context.cookies();

await call(first.page, '/activities', { activity_id: ID, template: 'wheel', title: TITLE });
const made = (await first.page.evaluate(
  `fetch('/api/activities/${ID}/draft').then((answer) => answer.json())`,
)) as {
  version: number;
  text: string;
  content: string;
};
const data = JSON.parse(made.text);
const opensAt = Math.floor(Date.now() / BEGAN_MS) * BEGAN_MS;
Object.assign(data, {
  starts_at: new Date(opensAt).toISOString(),
  ends_at: new Date(opensAt + LASTS_MS).toISOString(),
});
for (const rule of Object.values(data.rules.prizes) as { stock?: number | null }[])
  if (rule.stock) rule.stock *= 10;
delete data.rules.budget;
const saved = await call(first.page, `/activities/${ID}/draft`, {
  version: made.version,
  text: `${JSON.stringify(data, null, 2)}\n`,
});
await call(first.page, `/activities/${ID}/publish`, {
  ...{ version: saved['version'], content: saved['content'], expect: 0, reason: '周年庆上线' },
});

// The forecast is of what is live, as a draft that was not changed is.
await first.page.goto(`${origin}/activities/${ID}/simulation`);
await first.page.getByLabel('参与人数').fill(String(USERS));
await first.page.getByLabel('每人抽几次').fill(String(DRAWS));
await first.page.getByLabel('来的时间').selectOption('flat');
await first.page.getByRole('button', { name: '开始模拟' }).click();
await until(async () => (await first.page.getByText('花费随时间').count()) > 0, {
  what: 'the simulation',
  timeoutMs: 120_000,
});
await keep(first.page, 'console-simulation', 1280);

const live = await open(`/activities/${ID}/live`, { viewport: { width: 1280, height: 1000 } });
await visitors(Date.now() + LIVE_MS);
await keep(live.page, 'console-live', 1280);
await live.close();

const editor = await open(`/activities/${ID}/edit`, {});
await editor.page.frameLocator('iframe').first().getByText(TITLE).first().waitFor();
await editor.page.waitForTimeout(2000);
await keep(editor.page, 'console-editor', 1280);
await editor.close();

const dark = await open('/', { colorScheme: 'dark' });
await dark.page.waitForLoadState('networkidle');
await keep(dark.page, 'console-home', 1280);
await dark.close();

const phone = await open(`/activities/${ID}/live`, {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark',
});
await phone.page.getByText('实时更新').waitFor();
await keep(phone.page, 'console-phone', 390);
await browser.close();
await program.stop();
