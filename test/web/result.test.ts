import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { encode } from 'uqr';
import { TIERS } from '../../src/domain/activities/page-choices.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

const NOT_WON_TEXT = '换个姿势再摇一次';

const activity = (tier: string, chances: object, odds = '100%') => ({
  dispatch: 'shake',
  title: '摇一摇，赢好礼',
  is_login_user: true,
  page: { theme: { name: 'spring' }, texts: { won_title: '摇中啦', not_won_text: NOT_WON_TEXT } },
  prizes: [{ id: 'car', name: '一辆小汽车', tier, value: tier === 'consolation' ? '' : '¥4,999' }],
  rules: { chances, prizes: { car: { odds } } },
});

describe('the result of a draw', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let user = '';

  before(async () => {
    const won = TIERS.map((tier) => [tier, activity(tier, { total: 9 })] as const);
    const root = await activitiesDir({
      ...Object.fromEntries(won),
      once: activity('fine', { total: 1 }),
      luckless: activity('fine', { total: 2 }, '0%'),
    });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const result = () => phone.page.locator('[data-result]');
  const button = (name: string) => phone.page.getByRole('button', { name });

  /** Opens the page on a phone and draws; the button breathes, so that it is never still enough for a tap. */
  async function draw(id: string, options: Parameters<typeof borrowPhone>[1] = {}): Promise<void> {
    phone = await borrowPhone(browser, options);
    user = `result-${users++}`;
    await phone.page.goto(`${program.base}/?id=${id}&token=demo-${user}`);
    await phone.page.locator('.draw').waitFor();
    await phone.page.evaluate("document.querySelector('.draw').click()");
    await result().waitFor({ state: 'attached' });
  }

  async function booked(id: string): Promise<{ drawn_total: number; prizes: unknown[] }> {
    return (await ask(`${program.base}/shake/prizes?activity_id=${id}&token=demo-${user}`)).json.data;
  }

  for (const tier of TIERS) {
    it(`is celebrated as ${tier}`, async () => {
      await draw(tier);
      expect(await result().getAttribute('data-tier')).to.equal(tier);
      await phone.page.getByRole('heading', { name: '一辆小汽车', level: 2 }).waitFor();
      const cheer = await phone.page.locator('#result-cheer').innerText();
      expect(cheer).to.equal(tier === 'consolation' ? '送你一份心意' : '摇中啦');
      expect(await phone.page.evaluate('document.activeElement.textContent.trim()')).to.equal('再摇一次');
      phone.expectClean();
    });
  }

  it('stands alone first if it is grand, until a tap', async () => {
    await draw('grand', { reducedMotion: 'no-preference' });
    await phone.page.locator('[data-moment="opening"]').waitFor({ state: 'attached' });
    await phone.page.touchscreen.tap(195, 800);
    await phone.page.locator('[data-moment="shown"]').waitFor();
    await phone.page.getByText('¥4,999').last().waitFor();
    phone.expectClean();
  });

  it('is complete without what celebrates it, if that cannot be loaded', async () => {
    phone = await borrowPhone(browser, { reducedMotion: 'no-preference' });
    await phone.page.route('**/WinCelebration-*', (route) => route.abort());
    user = `result-${users++}`;
    await phone.page.goto(`${program.base}/?id=grand&token=demo-${user}`);
    await phone.page.locator('.draw').waitFor();
    await phone.page.evaluate("document.querySelector('.draw').click()");
    await phone.page.locator('[data-moment="shown"]').waitFor();
    await button('再摇一次').waitFor();
    phone.expectOnly(/WinCelebration|ERR_FAILED/);
  });

  it('is not lost by a tap beside it', async () => {
    await draw('once');
    await button('知道了').waitFor();
    await phone.page.touchscreen.tap(8, 8);
    await result().waitFor({ state: 'detached' });
    expect((await booked('once')).prizes).to.have.length(1);
    await button('我的奖品').tap();
    await phone.page.locator('.won').getByText('一辆小汽车').waitFor();
    phone.expectClean();
  });

  it('leads to another draw with a key of its own', async () => {
    phone = await borrowPhone(browser);
    const keys: string[] = [];
    await phone.page.route('**/shake/draw', (route) => {
      keys.push(JSON.parse(route.request().postData() ?? '{}').request_id);
      return route.continue();
    });
    user = `result-${users++}`;
    await phone.page.goto(`${program.base}/?id=fine&token=demo-${user}`);
    await phone.page.locator('.draw').waitFor();
    await phone.page.evaluate("document.querySelector('.draw').click()");
    await phone.page.getByText('还可抽 8 次').waitFor();
    await button('再摇一次').tap();
    await phone.page.getByText('还可抽 7 次').waitFor();
    expect(new Set(keys)).to.have.property('size', 2);
    expect((await booked('fine')).drawn_total).to.equal(2);
  });

  it('does not ask for another draw after the last chance', async () => {
    await draw('luckless');
    await phone.page.getByText(NOT_WON_TEXT).waitFor();
    await button('再摇一次').tap();
    await phone.page.getByText('谢谢参与').first().waitFor();
    expect(await phone.page.getByText(NOT_WON_TEXT).count()).to.equal(0);
    await button('知道了').waitFor();
    phone.expectClean();
  });

  it('shows all of it, from its top, on a phone that lies on its side', async () => {
    await draw('grand', { viewport: { width: 844, height: 390 } });
    await button('再摇一次').waitFor();
    const box = 'document.querySelector(".card").getBoundingClientRect()';
    expect(await phone.page.evaluate(`${box}.top`)).to.be.at.least(0);
    expect(await phone.page.evaluate(`${box}.bottom`)).to.be.at.most(390);
    expect(await phone.page.evaluate('document.querySelector(".body").scrollTop')).to.equal(0);
    const main = await button('再摇一次').boundingBox();
    expect((main?.y ?? 999) + (main?.height ?? 0)).to.be.at.most(390);
  });

  it('makes a poster whose QR code leads to the activity', async () => {
    await draw('grand');
    await button('保存海报').tap();
    const poster = phone.page.getByRole('img', { name: '活动海报，含二维码' });
    await poster.waitFor();
    expect(await poster.getAttribute('src')).to.match(/^data:image\/jpeg;base64,/);
    const { data, size } = encode(`${program.base}/?id=grand`, { ecc: 'M', border: 2 });
    // Reads the middle of each module; where the code stands is written in poster-layout.ts.
    const read = await poster.evaluate((element, modules) => {
      const image = element as unknown as { decode(): Promise<void> };
      // biome-ignore lint/suspicious/noExplicitAny: runs in the page, whose types are not those of tests
      const page = globalThis as any;
      return image.decode().then(() => {
        const canvas = page.document.createElement('canvas');
        canvas.width = 750;
        canvas.height = 1334;
        const brush = canvas.getContext('2d', { willReadFrequently: true });
        brush.drawImage(element, 0, 0);
        const step = 200 / modules;
        return Array.from({ length: modules }, (_, row) =>
          Array.from({ length: modules }, (__, column) => {
            const [red] = brush.getImageData(
              486 + (column + 0.5) * step,
              1070 + (row + 0.5) * step,
              1,
              1,
            ).data;
            return red < 128;
          }),
        );
      });
    }, size);
    expect(read).to.deep.equal(data);
    phone.expectClean();
  });
});
