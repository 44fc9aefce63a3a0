import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { stopClock } from './support/clock.ts';

const STAGES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;

/* More than a wheel or a grid has room for, so that the last one wins a place only by its win. */
const prizes = Array.from({ length: 14 }, (_, index) => ({ id: `prize-${index}`, name: `第${index}件奖品` }));
const won = 'prize-13';

/* The least time between a tap and its result, as the page has it. */
const SUSPENSE_MS = 1_500;

const activity = (stage: string, odds: string) => ({
  dispatch: 'shake',
  title: '抽奖',
  is_login_user: true,
  page: { stage },
  prizes,
  rules: { chances: { total: 2 }, prizes: { [won]: { odds } } },
});

const SMALL = { width: 320, height: 568 };
const FULL: BrowserContextOptions = { viewport: SMALL, reducedMotion: 'no-preference' };
const CALM: BrowserContextOptions = { reducedMotion: 'reduce' };

const WATCH_WIDTH = `window.widest = 0;
  (function watch() {
    window.widest = Math.max(window.widest, document.documentElement.scrollWidth);
    requestAnimationFrame(watch);
  })();`;

/** Lets the server do its work, and loses the answer. */
async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

/** One stage on a phone of its own, for a user that nobody else is. */
interface Visit {
  readonly stage: (typeof STAGES)[number];
  readonly phone: Phone;
  readonly user: string;
  readonly base: string;
}

const result = (page: Page, kind: string) => page.locator(`[data-result="${kind}"]`).waitFor();
const landed = (page: Page, on: string) =>
  page.locator(`.art[data-landed="${on}"]`).waitFor({ state: 'attached' });
const hasLanded = (page: Page) => page.locator('.art').getAttribute('data-landed');
const phase = (page: Page, name: string) => page.locator(`.draw[data-phase="${name}"]`).waitFor();
/* It breathes, so it never stands still. */
const tap = (page: Page) => page.locator('.draw').click({ force: true });

/** Until the stage is there, which is loaded after the page. */
async function open({ base, user, stage }: Visit, page: Page, odds: 'won' | 'none' = 'won'): Promise<void> {
  await page.goto(`${base}/?id=${stage}-${odds}&token=demo-${user}`);
  await page.locator('.art').waitFor();
}

/** What the server has booked for the user. */
async function booked({ base, user, stage }: Visit): Promise<{ draws: number; wins: number }> {
  const url = `${base}/shake/prizes?activity_id=${stage}-won&token=demo-${user}`;
  const { drawn_total, prizes: mine } = (await ask(url)).json.data;
  return { draws: drawn_total, wins: mine.length };
}

const ONE_WIN = { draws: 1, wins: 1 };

/** Draws; the draw is booked, and its answer held back until `release` is called. */
async function drawUnanswered(page: Page): Promise<{ release(): void }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = new Promise<void>((resolve) => {
    void page.route('**/shake/draw', async (route) => {
      const response = await route.fetch();
      resolve();
      await released;
      // Nobody waits for it any more where the page was left.
      await route.fulfill({ response }).catch(() => {});
    });
  });
  await tap(page);
  await held;
  return { release: () => release() };
}

/** Draws on a clock that stands still, so that the stage never comes to its end by itself. */
async function revealWithoutEnd(page: Page): Promise<void> {
  await stopClock(page);
  await Promise.all([page.waitForResponse('**/shake/draw'), tap(page)]);
  await page.clock.runFor(SUSPENSE_MS);
  await phase(page, 'revealing');
}

describe('a stage', () => {
  let browser: Browser;
  let program: RunningProgram;
  let users = 0;

  before(async () => {
    const pictured = prizes.map((prize) => ({ ...prize, image: 'media/missing.png' }));
    const root = await activitiesDir({
      ...Object.fromEntries(
        STAGES.flatMap((stage) => [
          [`${stage}-won`, activity(stage, '100%')],
          [`${stage}-none`, activity(stage, '0%')],
        ]),
      ),
      broken: { ...activity('wheel', '0%'), prizes: pictured },
    });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** On all stages side by side, for most of the time each waits for its own motion. */
  function onEach(
    title: string,
    motion: BrowserContextOptions,
    run: (visit: Visit, page: Page) => Promise<void>,
  ) {
    it(title, async () => {
      const ends = await Promise.allSettled(
        STAGES.map(async (stage) => {
          const phone = await borrowPhone(browser, motion);
          try {
            await run({ stage, phone, user: `stage-${users++}`, base: program.base }, phone.page);
          } finally {
            await phone.close();
          }
        }),
      );
      const failures = ends.flatMap((end, index) =>
        end.status === 'rejected' ? [`${STAGES[index]}: ${end.reason?.stack ?? end.reason}`] : [],
      );
      if (failures.length > 0) throw new Error(failures.join('\n'));
    });
  }

  for (const [name, motion] of Object.entries({ full: FULL, reduced: CALM })) {
    onEach(`lands on the prize that the server gave, with ${name} motion`, motion, async (visit, page) => {
      await open(visit, page);
      await page.evaluate(WATCH_WIDTH);
      await tap(page);
      await landed(page, won);
      await result(page, 'won');
      const text = await page.locator('.art').textContent();
      if (visit.stage !== 'shake') expect(text).to.include('第13件奖品');
      // Whatever turned and flew about, the page was as wide as the phone.
      expect(await page.evaluate('window.widest')).to.equal(page.viewportSize()?.width);
      visit.phone.expectClean();
    });
  }

  onEach('lands on no win, and says nothing else before', CALM, async (visit, page) => {
    await open(visit, page, 'none');
    expect(await hasLanded(page)).to.equal(null);
    await tap(page);
    await landed(page, 'none');
    await result(page, 'not_won');
    visit.phone.expectClean();
  });

  onEach('ends at once for a visitor in a hurry', FULL, async (visit, page) => {
    await open(visit, page);
    await revealWithoutEnd(page);
    expect(await hasLanded(page)).to.equal(null);
    await tap(page);
    await landed(page, won);
    await page.locator('[data-result="won"]').waitFor({ state: 'attached' });
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  onEach('makes one draw of many taps, on the button and on the art', CALM, async (visit, page) => {
    await open(visit, page);
    await page.evaluate(
      "for (const name of ['.draw', '.art', '.draw', '.art']) document.querySelector(name).click()",
    );
    await result(page, 'won');
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  onEach('waits for an answer that is lost, and books one draw', CALM, async (visit, page) => {
    await open(visit, page);
    let lost = 0;
    await page.route('**/shake/draw', (route) => (lost++ === 0 ? lose(route) : route.continue()));
    await tap(page);
    await phase(page, 'confirming');
    expect(await hasLanded(page)).to.equal(null);
    await landed(page, won);
    await result(page, 'won');
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  onEach('shows the win of a tab that was killed while it drew', CALM, async (visit, page) => {
    await open(visit, page);
    const { release } = await drawUnanswered(page);
    const [again] = await Promise.all([visit.phone.context.newPage(), page.close()]);
    release();
    await open(visit, again);
    await landed(again, won);
    await result(again, 'won');
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  onEach('shows the win of a tab that was killed while it revealed', CALM, async (visit, page) => {
    await open(visit, page);
    await revealWithoutEnd(page);
    const [again] = await Promise.all([visit.phone.context.newPage(), page.close()]);
    await again.clock.resume();
    await open(visit, again);
    await landed(again, won);
    await result(again, 'won');
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  onEach('shows the win after the back button was used while it drew', CALM, async (visit, page) => {
    await open(visit, page, 'none');
    await open(visit, page);
    const { release } = await drawUnanswered(page);
    await page.goBack();
    await page.locator('.art').waitFor();
    expect(new URL(page.url()).searchParams.get('id')).to.equal(`${visit.stage}-none`);
    expect(await page.locator('[data-result]').count()).to.equal(0);
    release();
    await page.unroute('**/shake/draw');
    await page.goForward();
    await landed(page, won);
    await result(page, 'won');
    expect(await booked(visit)).to.deep.equal(ONE_WIN);
  });

  it('has a sign on the wheel in place of each picture that does not load', async () => {
    const { page, close } = await borrowPhone(browser, CALM);
    await page.goto(`${program.base}/?id=broken&token=demo-stage-broken`);
    await page.locator('.disc .sign path').nth(11).waitFor({ state: 'attached' });
    expect(await page.locator('.disc image').count()).to.equal(0);
    await close();
  });
});
