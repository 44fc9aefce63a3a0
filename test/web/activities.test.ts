import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { loadPictures, type Phone, startBrowser } from './support/browser.ts';
import { stopClock } from './support/clock.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

describe('the page of an activity', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;

  before(async () => {
    [browser, program] = await Promise.all([startBrowser(), startProgram()]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const open = (query: string, base = program.base) => phone.page.goto(`${base}/?${query}`);
  const heading = (level: number, name: string | RegExp) => phone.page.getByRole('heading', { level, name });
  const state = (kind: string) => phone.page.locator(`[data-state="${kind}"]`);

  /** Every picture there is has come, and the page is no wider than the phone. */
  async function expectWellDrawn(): Promise<void> {
    const widths = await loadPictures(phone.page);
    expect(widths.filter((width) => width === 0)).to.deep.equal([]);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
  }

  describe('1055, shake', () => {
    it('shows the title, the chances and the prizes', async () => {
      await open('id=1055&token=demo-alice@1000');
      await heading(1, /./).waitFor();
      await heading(2, '活动奖品').waitFor();
      await phone.page.getByText('剩余 3 次机会').waitFor();
      expect(await phone.page.locator('.strip > li').count()).to.be.above(0);
      expect(await phone.page.title()).to.equal(await heading(1, /./).innerText());
      await expectWellDrawn();
      await phone.screenshot('1055-shake');
      phone.expectClean();
    });

    it('wears its colours outside its own box too', async () => {
      await open('id=1055&token=demo-alice@1000');
      await heading(2, '活动奖品').waitFor();
      const theme = phone.page.locator('meta[name="theme-color"]');
      // The bar of the browser goes on with the sky of the scene, and what lies below it with the ground.
      expect(await theme.getAttribute('content')).to.equal('#a80f17');
      const ground = await phone.page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      expect(ground).to.equal('rgb(253, 238, 221)');
      phone.expectClean();
    });

    /** The real answer, but for what the user has drawn. */
    async function openWith(drawn: Record<string, unknown>): Promise<void> {
      await phone.page.route('**/static', async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        Object.assign(json.data.user_draw_info, drawn);
        await route.fulfill({ response, json });
      });
      await open('id=1055&token=demo-alice@1000');
      await phone.page.getByRole('button', { name: /^我的奖品/ }).tap();
      await heading(2, '我的奖品').waitFor();
    }

    it('shows what the user has won', async () => {
      const won = (draw_id: string, name: string, won_at: string) => ({
        draw_id,
        prize_id: 'p',
        name,
        won_at,
      });
      await openWith({
        chances_left: 0,
        drawn_today: 3,
        drawn_total: 8,
        prizes: [
          won('a', '10元优惠券', '2026-11-11T10:00:00+08:00'),
          won('b', '奶茶兑换券', '2026-11-12T00:05:00+08:00'),
        ],
      });
      await phone.page.getByText('机会已用完', { exact: true }).first().waitFor();
      expect(await phone.page.locator('.won li').allInnerTexts()).to.deep.equal([
        '奶茶兑换券\n\n11月12日 00:05',
        '10元优惠券\n\n11月11日 10:00',
      ]);
      await expectWellDrawn();
      await phone.screenshot('1055-won');
      phone.expectClean();
    });

    it('says that the chances are not limited', async () => {
      await openWith({ chances_left: null });
      await phone.page.getByText('不限次数').waitFor();
      phone.expectClean();
    });

    it('takes the token out of the address bar, and keeps it where no script can read it', async () => {
      await open('id=1055&from=app&token=demo-alice@1000');
      await heading(2, '活动奖品').waitFor();
      expect(phone.page.url()).to.equal(`${program.base}/?id=1055&from=app`);
      const cookies = await phone.context.cookies();
      expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).to.deep.equal([
        { name: 'token', httpOnly: true, sameSite: 'Lax' },
      ]);
      expect(await phone.page.evaluate('document.cookie')).to.equal('');

      // A reload would break off the pictures that are still on their way.
      await loadPictures(phone.page);
      await phone.page.reload();
      await heading(2, '活动奖品').waitFor();
      phone.expectClean();
    });

    it('asks a stranger to log in, and to come back', async () => {
      await open('id=1055');
      await state('please_log_in').waitFor();
      const link = phone.page.getByRole('link', { name: '去登录' });
      expect(await link.getAttribute('href')).to.contain(encodeURIComponent(`${program.base}/?id=1055`));
      await expectWellDrawn();
      await phone.screenshot('1055-please-log-in');
      phone.expectClean();
    });

    it('says that a login has run out', async () => {
      await open('id=1055&token=worn-out');
      await heading(2, '登录已失效').waitFor();
      phone.expectClean();
    });

    it('says that a zone may not take part', async () => {
      await open('id=1055&token=demo-bob@9999');
      await state('wrong_zone').waitFor();
      await expectWellDrawn();
      await phone.screenshot('1055-wrong-zone');
      phone.expectClean();
    });
  });

  describe('1056, goods for everyone', () => {
    it('shows every card with its picture', async () => {
      const data = await fetch(`${program.base}/static?activity_id=1056`).then((response) => response.json());
      const names = (data as { data: { skus: { name: string }[] } }).data.skus.map(({ name }) => name);
      expect(names).to.not.be.empty;

      await open('id=1056');
      await phone.page.locator('.card').first().waitFor();
      const shown = await phone.page.locator('.card h3').allInnerTexts();
      expect(shown.sort()).to.deep.equal(names.sort());
      expect(await phone.page.locator('.card img').count()).to.equal(names.length);
      expect(await phone.page.locator('.sold-out').count()).to.equal(1);
      await expectWellDrawn();
      await phone.screenshot('1056-sku');
      phone.expectClean();
    });

    it('stands in the middle of a wide window', async () => {
      await phone.page.setViewportSize({ width: 1280, height: 900 });
      await open('id=1056');
      await phone.page.locator('.card').first().waitFor();
      const box = await phone.page.locator('.content').boundingBox();
      expect(box).to.include({ x: 280, width: 720 });
      await phone.screenshot('1056-desktop');
      phone.expectClean();
    });
  });

  describe('1057, goods by zone', () => {
    async function cardsIn(zone: string): Promise<string[]> {
      await open(`id=1057&token=demo-carol@${zone}`);
      await phone.page.locator('.card').first().waitFor();
      await expectWellDrawn();
      await phone.screenshot(`1057-zone-${zone}`);
      return phone.page.locator('.card h3').allInnerTexts();
    }

    it('shows each zone its own', async () => {
      const first = await cardsIn('1000');
      const second = await cardsIn('1001');
      const third = await cardsIn('2000');
      expect(first).to.not.deep.equal(second);
      expect(third.length).to.be.below(Math.min(first.length, second.length));
      // What the third zone has, all have.
      expect(first).to.include.members(third);
      expect(second).to.include.members(third);
      phone.expectClean();
    });
  });

  it('says that there is no such activity', async () => {
    await open('id=no-such-thing');
    await state('no_such_activity').waitFor();
    await phone.screenshot('no-such-activity');
    phone.expectClean();
  });

  it('says that the address names no activity, and asks nobody', async () => {
    const asked: string[] = [];
    phone.page.on('request', (request) => asked.push(request.url()));
    await open('from=app');
    await state('no_such_activity').getByText('没有活动编号').waitFor();
    expect(asked.filter((url) => url.endsWith('/static'))).to.deep.equal([]);
    await phone.screenshot('no-id');
    phone.expectClean();
  });

  it('says that a token which cannot be one is not valid', async () => {
    await open('id=1055&token=%E4%BB%A4%E7%89%8C');
    await heading(1, '登录已失效').waitFor();
    expect(phone.page.url()).to.equal(`${program.base}/?id=1055`);
    phone.expectClean();
  });

  it('can be asked again while the server is busy', async () => {
    // So long that the page does not ask by itself before the button is tapped.
    const busy = { ret: 5003, msg: '系统繁忙', data: '', timestamp: 1_764_000_000 };
    await phone.page.route(
      '**/static',
      (route) => route.fulfill({ status: 503, headers: { 'Retry-After': '60' }, json: busy }),
      { times: 1 },
    );
    await open('id=1056');
    await state('busy').waitFor();
    await phone.screenshot('busy');
    await phone.page.getByRole('button', { name: '重试' }).tap();
    await phone.page.locator('.card').first().waitFor();
    expect(await phone.page.evaluate('document.activeElement.tagName')).to.equal('H1');
    phone.expectOnly(/503/);
  });

  it('is asked for again at once where the network failed before the page was there', async () => {
    // No timer runs, so the page asks by itself in no other way.
    await stopClock(phone.page);
    const failed = phone.page.waitForEvent('requestfailed');
    await phone.page.route('**/static', (route) => route.abort(), { times: 1 });
    await phone.page.route('**/assets/base-*', async (route) => {
      await failed;
      await route.continue();
    });
    await open('id=1056');
    await phone.page.locator('.card').first().waitFor();
    phone.expectOnly(/ERR_FAILED/);
  });

  it('shows a late answer although a later question was not answered well', async () => {
    await open('id=1056');
    await phone.page.locator('.card').first().waitFor();
    let answer = () => {};
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    await phone.page.route('**/static', async (route) => {
      asked += 1;
      if (asked === 2) return route.fulfill({ status: 503, json: { ret: 5003, msg: '系统繁忙', data: '' } });
      const json = await (await route.fetch()).json();
      await late;
      return route.fulfill({ json: { ...json, data: { ...json.data, title: '新的标题' } } });
    });
    const comesBack = () => phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await comesBack();
    const refused = phone.page.waitForResponse((response) => response.status() === 503);
    await comesBack();
    await refused;
    answer();
    await phone.page.getByRole('heading', { name: '新的标题' }).waitFor();
    phone.expectOnly(/503/);
  });

  it("is not taken in by a proxy's error page", async () => {
    const page = { status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' };
    await phone.page.route('**/static', (route) => route.fulfill(page), { times: 1 });
    await open('id=1056');
    await state('failed').waitFor();
    phone.expectOnly(/502/);
  });

  it('shows its bones while it waits', async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await phone.page.route('**/static', async (route) => {
      await asked;
      await route.continue();
    });
    await open('id=1056');
    await phone.page.getByText('正在加载').waitFor({ state: 'attached' });
    await phone.screenshot('loading');
    answer();
    await phone.page.locator('.card').first().waitFor();
    phone.expectClean();
  });

  describe('outside its window, and with little or odd data', () => {
    let bare: RunningProgram;

    before(async () => {
      const common = { title: '双十一摇一摇', is_login_user: false, prizes: [], rules: {} };
      const page = {
        subtitle: '每天三次，次次有礼',
        theme: { primary: '#5b21b6', background: '#f5f0ff', accent: '#5b21b6' },
        rules_text: ['活动期间每位用户每天可参与三次。'],
        contact: '客服电话 400-000-0000',
      };
      const skus = { dispatch: 'sku', title: '精选好物', is_login_user: false };
      const dir = await activitiesDir({
        soon: { ...common, dispatch: 'shake', page, starts_at: inDays(2.5), ends_at: inDays(9) },
        over: { ...common, dispatch: 'shake', page, starts_at: inDays(-9), ends_at: inDays(-1) },
        empty: { ...skus, skus: [] },
        odd: {
          ...skus,
          page: { banner: 7, theme: 'red', rules_text: { a: 1 }, login_url: 'javascript:alert(1)' },
          skus: [
            {
              sku_id: '1',
              name: '一个名字长得连两行都放不下的商品礼盒装限定款式',
              price: '1234567.00',
              image: 7,
            },
            { sku_id: '2', name: '只有名字', price: '1' },
          ],
        },
      });
      bare = await startProgram({ ACTIVITIES_DIR: dir });
    });
    after(async () => {
      await bare?.stop();
    });

    it('counts down to the start', async () => {
      await open('id=soon', bare.base);
      await state('not_started').waitFor();
      const timer = phone.page.getByRole('timer');
      const first = (await timer.textContent()) ?? '';
      expect(first).to.match(/^2天1[12]时/);
      await timer.filter({ hasNotText: first }).waitFor();
      await state('not_started')
        .getByText(/\d+月\d+日 \d\d:\d\d 准时开始/)
        .waitFor();
      await expectWellDrawn();
      await phone.screenshot('not-started');
      phone.expectClean();
    });

    it('opens by itself when the moment comes', async () => {
      await phone.page.clock.install();
      await open('id=soon', bare.base);
      await state('not_started').waitFor();
      const begun = { ret: 0, msg: 'ok', data: { dispatch: 'sku', title: '开始了' }, timestamp: 0 };
      await phone.page.route('**/static', (route) => route.fulfill({ json: begun }));
      await phone.page.clock.fastForward(2.5 * DAY);
      await phone.page.clock.runFor(4_000);
      await heading(1, '开始了').waitFor();
      phone.expectClean();
    });

    it('says that it is over', async () => {
      await open('id=over', bare.base);
      await state('ended').waitFor();
      await phone.screenshot('ended');
      phone.expectClean();
    });

    it('says that there are no goods', async () => {
      await open('id=empty', bare.base);
      await heading(2, '暂无商品').waitFor();
      await phone.screenshot('sku-empty');
      phone.expectClean();
    });

    it('draws what it can of odd data', async () => {
      await open('id=odd', bare.base);
      await phone.page.getByText('只有名字').waitFor();
      await expectWellDrawn();
      await phone.screenshot('sku-odd');
      phone.expectClean();
    });
  });
});
