import type { Browser, Page, Route } from 'playwright-core';
import { BUTTONS, MOCK_STATES, type MockAnswer, type MockState } from '../../web/gallery/mock-answers.ts';
import { publicDataOf } from '../../web/gallery/public-data.ts';

/* Pictures of the built page with answers of the mock service, one user for each state. */

const ACTIVITIES = 'activities';

export interface Shot {
  readonly caption: string;
  readonly id: string;
  /** One of `MOCK_STATES`. */
  readonly state: string;
  readonly width: number;
  readonly height: number;
  /** In place of those of the activity. */
  readonly stage?: string;
  readonly theme?: string;
  /** What is pressed once the state is reached. */
  readonly press?: readonly string[];
}

export interface Picture extends Shot {
  readonly png: Buffer;
}

function stateOf(name: string): MockState {
  const found = MOCK_STATES.find((each) => each.name === name);
  if (!found) throw new Error(`no state has the name ${name}`);
  return found;
}

async function send(route: Route, answer: MockAnswer): Promise<void> {
  if (answer.kind === 'hang') return;
  if (answer.kind === 'drop') return route.abort('connectionreset');
  const { status, body, retryAfterSeconds } = answer;
  await route.fulfill({
    status,
    contentType: 'application/json; charset=utf-8',
    headers: retryAfterSeconds ? { 'Retry-After': `${retryAfterSeconds}` } : {},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Until the lazily loaded parts are here, the fonts too, and what was faded in stands. */
async function rest(page: Page, ms: number): Promise<void> {
  // Not for long: an answer may never come.
  await page.waitForLoadState('networkidle', { timeout: 2_500 }).catch(() => {});
  await page.waitForTimeout(ms);
}

export async function shoot(browser: Browser, base: string, shot: Shot): Promise<Picture> {
  const { id, state: name, width, height, stage, theme, press = [] } = shot;
  const state = stateOf(name);
  const file = await publicDataOf(ACTIVITIES, id);
  const own = (file['page'] ?? {}) as Readonly<Record<string, unknown>>;
  const data = {
    ...file,
    page: { ...own, ...(stage && { stage }), ...(theme && { theme: { name: theme } }) },
  };
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: width > 500 ? 1 : 1.5,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const answer = (route: Route) =>
    send(
      route,
      state.answer(data, new URL(route.request().url()).pathname.slice(new URL(base).pathname.length + 1)),
    );
  await page.route(/\/static(\?|$)/, answer);
  await page.route(/\/shake\//, answer);
  await page.goto(`${base}/?id=${id}&token=mock-${name}`, { waitUntil: 'commit' });
  await rest(page, 500);
  for (const act of state.acts) await page.locator(BUTTONS[act]).click({ force: true });
  if (/^(won|not-won)/.test(name)) await page.locator('[data-result]').waitFor();
  if (state.acts.length > 0) await rest(page, 700);
  for (const selector of press) {
    await page.locator(selector).first().click({ force: true });
    await rest(page, 500);
  }
  const png = await page.screenshot({ animations: 'disabled' });
  await context.close();
  return { ...shot, png };
}
