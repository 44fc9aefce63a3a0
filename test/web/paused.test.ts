import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './support/accessibility.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { stopClock } from './support/clock.ts';

/* The rest is 15 s, give or take 5 s. */
const LONGEST_REST_MS = 20_000;

const ACTIVITIES = {
  draw: {
    dispatch: 'shake',
    title: '周年庆摇一摇',
    is_login_user: true,
    page: { theme: { name: 'summer' } },
    prizes: [{ id: 'tea', name: '奶茶' }],
    rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '0%' } } },
  },
  goods: {
    dispatch: 'sku',
    title: '同城好物',
    page: { theme: { name: 'campus' } },
    skus: [{ sku_id: '1', name: '苹果', price: '9.90', market_price: '19.90' }],
  },
};

describe('a paused activity', () => {
  let browser: Browser;
  let program: RunningProgram;
  let env: Record<string, string>;
  let phone: Phone;

  before(async () => {
    env = { ACTIVITIES_DIR: await activitiesDir(ACTIVITIES), DATA_DIR: await tempDir(), ROLE: 'all' };
    [browser, program] = await Promise.all([startBrowser(), startProgram(env)]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const retOf = async (id: string) =>
    (await ask(`${program.base}/static?activity_id=${id}&token=demo-a@1000`)).json.ret;

  async function command(name: 'pause' | 'resume', id: string): Promise<void> {
    await until(async () => [0, 1007].includes(await retOf(id)), { what: 'the activity to be published' });
    const { code, stderr } = await runProgram([name, id], env);
    expect(code, stderr).to.equal(0);
    const wanted = name === 'pause' ? 1007 : 0;
    await until(async () => (await retOf(id)) === wanted, { what: `the ${name} to be served` });
  }

  const open = (id: string) => phone.page.goto(`${program.base}/?id=${id}&token=demo-a@1000`);
  const paused = () => phone.page.locator('[data-state="paused"]');
  const lookNow = (page: Page) => page.getByRole('button', { name: '查看是否已恢复' });

  it('is shown again by itself when it goes on, and asked for no sooner than after 10 s', async () => {
    const { page } = phone;
    await command('pause', 'draw');
    await open('draw');
    await paused().getByText('已有的机会和奖品都还在').waitFor();
    await lookNow(page).waitFor();
    await phone.screenshot('paused-draw', 'screen');
    await expectAccessible(page);

    // From here on the clock is the test's, whatever the above took.
    await stopClock(page);
    await open('draw');
    await paused().waitFor();

    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/static')) asked += 1;
    });
    await page.clock.runFor(7_000);
    expect(asked).to.equal(0);
    const answer = page.waitForResponse('**/static');
    // In steps: the page gives a question up that is not answered in time.
    for (let at = 7_000; asked === 0 && at < LONGEST_REST_MS; at += 1_000) await page.clock.runFor(1_000);
    await (await answer).finished();
    expect(asked).to.equal(1);
    await paused().waitFor();

    await command('resume', 'draw');
    await page.clock.resume();
    await page.clock.fastForward(LONGEST_REST_MS);
    await page.getByRole('button', { name: /^我的奖品/ }).waitFor();
    expect(await paused().count()).to.equal(0);
    phone.expectClean();
  });

  it('is shown at once to who asks; a promotion speaks of neither chances nor prizes', async () => {
    const { page } = phone;
    await command('pause', 'goods');
    await open('goods');
    await paused().getByText('恢复后会自动显示').waitFor();
    expect(
      await paused()
        .getByText(/机会|奖品/)
        .count(),
    ).to.equal(0);
    await phone.screenshot('paused-goods', 'screen');
    await Promise.all([page.waitForResponse('**/static'), lookNow(page).tap()]);
    await lookNow(page).waitFor();

    await command('resume', 'goods');
    await lookNow(page).tap();
    await page.getByText('苹果').first().waitFor();
    phone.expectClean();
  });
});
