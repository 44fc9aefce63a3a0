import { expect } from 'chai';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { startPreviews, type TestPreviews } from '../support/previews.ts';
import { startBrowser } from './support/browser.ts';

const FRAME = `<!doctype html><meta charset="utf-8"><iframe
  sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"
  allow="accelerometer *; gyroscope *" width="390" height="780"></iframe>`;

const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇赢好礼',
  is_check_zone: true,
  zones: ['1000'],
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2099-12-01T00:00:00+08:00',
  // What an editor may try who wants to act as an administrator.
  page: { login_url: 'javascript:top.document.title="taken"', subtitle: '<img src=x onerror=alert(1)>' },
  prizes: [{ id: 'tea', name: '一杯奶茶', claim_url: 'javascript:top.document.title="taken"' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '1%', delivery: { by: 'code' } } } },
};

describe('the live phone and test links in a browser', () => {
  let previews: TestPreviews;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let wrong: string[];
  let states: ReadonlyMap<string, string>;

  before(async () => {
    browser = await startBrowser({ isolated: true });
    previews = await startPreviews({ activities: { a: SHAKE } });
  });
  after(async () => {
    await browser.close();
    await previews.close();
  });
  beforeEach(async () => {
    states = await previews.preview('a', undefined, 'admin');
    context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce' });
    context.setDefaultTimeout(60_000);
    // As the console sets it.
    await context.addCookies([
      { name: 'cms_console', value: 'admin', url: previews.origin, sameSite: 'Strict', httpOnly: true },
    ]);
    page = await context.newPage();
    wrong = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.route('**/frame.html', (route) => route.fulfill({ contentType: 'text/html', body: FRAME }));
    await page.goto(`${previews.origin}/frame.html`);
  });
  afterEach(() => context.close());

  async function show(state: string): Promise<Frame> {
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    if (!frame) throw new Error('the frame has no page');
    // As the console does it, whose document it is.
    await page.evaluate(`document.querySelector('iframe').src = ${JSON.stringify(states.get(state))}`);
    await frame.waitForURL(/\?id=a/);
    await frame.locator('h1').waitFor();
    return frame;
  }

  const SEEN: readonly (readonly [state: string, text: RegExp])[] = [
    ['running', /剩余 3 次机会/],
    ['before', /活动还没开始/],
    ['no_chance', /机会已用完|次数已用完/],
    ['ended', /活动已结束/],
    ['paused', /活动暂停中/],
    ['wrong_zone', /区域|地区/],
    ['login', /请先登录/],
  ];
  for (const [state, text] of SEEN) {
    it(`shows the state ${state} in the real page`, async () => {
      const frame = await show(state);
      await frame.getByText(text).first().waitFor();
      expect(wrong).to.deep.equal([]);
    });
  }

  it('wins the prize that was chosen, with its code, and loses where nothing is to be won', async () => {
    const frame = await show('won-tea');
    await frame
      .getByRole('button', { name: /摇一摇/ })
      .first()
      .click();
    await frame.getByRole('dialog').getByText('一杯奶茶').first().waitFor();
    await frame.getByText('TEST-000001').first().waitFor();
    const other = await show('lost');
    await other
      .getByRole('button', { name: /摇一摇/ })
      .first()
      .click();
    await other
      .getByText(/再接再厉|没有中奖|差一点|下次|未中/)
      .first()
      .waitFor();
    expect(wrong).to.deep.equal([]);
  });

  it('keeps the page apart from the console: no cookie, no storage, no document, no API, no script of a text', async () => {
    const frame = await show('login');
    const reached = await frame.evaluate(`(async () => {
      const attempt = async (work) => { try { return String(await work()); } catch (error) { return error.name; } };
      return {
        origin: self.origin,
        cookie: await attempt(() => document.cookie),
        storage: await attempt(() => localStorage.length),
        parent: await attempt(() => parent.document.title),
        api: await attempt(async () => (await fetch('/api/activities/a/test-links', { credentials: 'include' })).status),
      };
    })()`);
    expect(reached).to.deep.equal({
      ...{ origin: 'null', cookie: 'SecurityError', storage: 'SecurityError', parent: 'SecurityError' },
      api: 'TypeError',
    });
    expect(await frame.locator('[href^="javascript:" i]').count()).to.equal(0);
    expect(await page.title()).to.not.equal('taken');
  });

  it('opens a test link on a phone that is signed in nowhere, marked as a test, and knows it again', async () => {
    const { url } = await previews.testLink('a');
    const phone = await browser.newContext({
      ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN' },
      reducedMotion: 'reduce',
    });
    try {
      const tab = await phone.newPage();
      tab.on('pageerror', (error) => wrong.push(error.message));
      await tab.goto(url);
      await tab.getByText('测试 · 不计入').waitFor();
      await tab
        .getByText(/剩余 3 次机会/)
        .first()
        .waitFor();
      expect(tab.url()).to.not.include('token=');
      await tab
        .getByRole('button', { name: /摇一摇/ })
        .first()
        .click();
      await tab.getByRole('dialog').first().waitFor();
      await tab.reload();
      await tab
        .getByText(/剩余 2 次机会/)
        .first()
        .waitFor();
      expect(wrong).to.deep.equal([]);
    } finally {
      await phone.close();
    }
  });
});
