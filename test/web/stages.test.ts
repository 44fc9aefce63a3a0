import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { openPhone, type Phone, startBrowser } from './support/browser.ts';

/* A stage joins once it says what it has landed on. */
const STAGES = ['shake', 'wheel', 'grid'] as const;

/* More than a wheel or a grid has room for, so that the last one wins a place only by its win. */
const prizes = Array.from({ length: 14 }, (_, index) => ({ id: `prize-${index}`, name: `第${index}件奖品` }));
const won = 'prize-13';

const activity = (stage: string, odds: string) => ({
  dispatch: 'shake',
  title: '抽奖',
  is_login_user: true,
  page: { stage },
  prizes,
  rules: { chances: { total: 2 }, prizes: { [won]: { odds } } },
});

const FULL: BrowserContextOptions = { reducedMotion: 'no-preference' };
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

describe('a stage', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let user = '';

  before(async () => {
    const root = await activitiesDir(
      Object.fromEntries(
        STAGES.flatMap((stage) => [
          [`${stage}-won`, activity(stage, '100%')],
          [`${stage}-none`, activity(stage, '0%')],
        ]),
      ),
    );
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(() => {
    user = `stage-${users++}`;
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const result = (page: Page, kind: string) => page.locator(`[data-result="${kind}"]`).waitFor();
  const landed = (page: Page, on: string) =>
    page.locator(`[data-landed="${on}"]`).waitFor({ state: 'attached' });
  const phase = (page: Page, name: string) => page.locator(`.draw[data-phase="${name}"]`).waitFor();
  const tap = (page: Page) => page.locator('.draw').click({ force: true });
  const drawn = async (id: string) =>
    (await ask(`${program.base}/shake/prizes?activity_id=${id}&token=demo-${user}`)).json.data;

  async function open(id: string, options: BrowserContextOptions): Promise<Page> {
    phone = await openPhone(browser, options);
    await visit(phone.page, id);
    return phone.page;
  }

  /** Until the stage is there, which is loaded after the page. */
  async function visit(page: Page, id: string): Promise<void> {
    await page.goto(`${program.base}/?id=${id}&token=demo-${user}`);
    await page.locator('.art').waitFor();
  }

  /** Holds the answers to draws back until it is called. */
  async function holdAnswers(page: Page): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/shake/draw', async (route) => {
      const response = await route.fetch();
      await released;
      await route.fulfill({ response }).catch(() => {});
    });
    return release;
  }

  for (const stage of STAGES) {
    describe(stage, () => {
      const id = `${stage}-won`;

      for (const [motion, options] of [
        ['full', FULL],
        ['reduced', CALM],
      ] as const) {
        it(`lands on the prize that the server gave, with ${motion} motion`, async () => {
          const page = await open(id, options);
          await page.evaluate(WATCH_WIDTH);
          await tap(page);
          await landed(page, won);
          await result(page, 'won');
          const text = await page.locator('.art').textContent();
          if (stage !== 'shake') expect(text).to.include('第13件奖品');
          // Whatever turned and flew about, the page was as wide as the phone.
          expect(await page.evaluate('window.widest')).to.equal(390);
          phone.expectClean();
        });
      }

      it('lands on no win, and says nothing else before', async () => {
        const page = await open(`${stage}-none`, CALM);
        expect(await page.locator('.art').getAttribute('data-landed')).to.equal(null);
        await tap(page);
        await landed(page, 'none');
        await result(page, 'not_won');
        phone.expectClean();
      });

      it('ends at once for a visitor in a hurry', async () => {
        const page = await open(id, FULL);
        await tap(page);
        await phase(page, 'revealing');
        await tap(page);
        await landed(page, won);
        await result(page, 'won');
        expect((await drawn(id)).drawn_total).to.equal(1);
      });

      it('makes one draw of many taps, on the button and on the art', async () => {
        const page = await open(id, FULL);
        await page.evaluate(
          "for (const name of ['.draw', '.art', '.draw', '.art']) document.querySelector(name).click()",
        );
        await result(page, 'won');
        expect((await drawn(id)).drawn_total).to.equal(1);
      });

      it('waits for an answer that is lost, and books one draw', async () => {
        const page = await open(id, FULL);
        let lost = 0;
        await page.route('**/shake/draw', (route) => (lost++ === 0 ? lose(route) : route.continue()));
        await tap(page);
        await phase(page, 'confirming');
        expect(await page.locator('.art').getAttribute('data-landed')).to.equal(null);
        await landed(page, won);
        await result(page, 'won');
        expect((await drawn(id)).drawn_total).to.equal(1);
      });

      it('shows the win of a tab that was killed while it drew', async () => {
        const page = await open(id, FULL);
        const release = await holdAnswers(page);
        await Promise.all([page.waitForRequest('**/shake/draw'), tap(page)]);
        const [again] = await Promise.all([phone.context.newPage(), page.close()]);
        release();
        await visit(again, id);
        await landed(again, won);
        await result(again, 'won');
        const { drawn_total, prizes: mine } = await drawn(id);
        expect({ drawn_total, mine: mine.length }).to.deep.equal({ drawn_total: 1, mine: 1 });
      });

      it('shows the win of a tab that was killed while it revealed', async () => {
        const page = await open(id, FULL);
        await tap(page);
        await phase(page, 'revealing');
        const [again] = await Promise.all([phone.context.newPage(), page.close()]);
        await visit(again, id);
        await landed(again, won);
        await result(again, 'won');
        const { drawn_total, prizes: mine } = await drawn(id);
        expect({ drawn_total, mine: mine.length }).to.deep.equal({ drawn_total: 1, mine: 1 });
      });

      it('shows the win after the back button was used in the middle', async () => {
        const page = await open(`${stage}-none`, FULL);
        await visit(page, id);
        const release = await holdAnswers(page);
        await Promise.all([page.waitForRequest('**/shake/draw'), tap(page)]);
        await page.goBack();
        release();
        await page.goForward();
        await result(page, 'won');
        expect((await drawn(id)).drawn_total).to.equal(1);
      });
    });
  }
});
