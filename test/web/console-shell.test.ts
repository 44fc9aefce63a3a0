import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { until } from '../support/until.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk, PASSWORD, signIn } from './support/console.ts';

const ADMIN = '林晓';
const VIEWS = {
  home: '/',
  people: '/people',
  tokens: '/people/tokens',
  trail: '/people/trail',
  account: '/account',
  counter: '/counter',
  unknown: '/nothing/here',
};
const SCREENS = {
  'light-zh': { colorScheme: 'light', locale: 'zh-CN' },
  'dark-en': { colorScheme: 'dark', locale: 'en-GB' },
} as const;
const SIZES = {
  1280: { viewport: { width: 1280, height: 860 } },
  390: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

describe('the console’s shell', () => {
  let browser: Browser;
  let program: RunningProgram;
  let origin: string;
  let desk: Phone;

  before(async () => {
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ROLE: 'all' })]);
    const link = await firstLink(program);
    origin = new URL(link).origin;
    desk = await openDesk(browser);
    await desk.page.goto(origin);
    await desk.page.getByText('还没有任何账号').waitFor();
    await expectGoodView(desk.page);
    await acceptLink(desk.page, link, ADMIN);
    await desk.page.getByRole('heading', { name: '首页' }).waitFor();
    desk.expectClean();
    await desk.close();
  });
  afterEach(() => desk.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const button = (name: string | RegExp) => desk.page.getByRole('button', { name });
  const text = (content: string | RegExp) => desk.page.getByText(content).first().waitFor();
  const picture = (name: string) => desk.screenshot(`console-${name}`, 'screen');

  /** Playwright's own waiting evaluates text in the page, which the security policy forbids. */
  const focusOn = (selector: string) =>
    until(() => desk.page.evaluate<boolean>(`document.activeElement.matches('${selector}')`), {
      what: `the focus on ${selector}`,
    });

  /** Opens a path as somebody who has signed in there. */
  async function open(path: string, options: Parameters<typeof openDesk>[1] = {}, name = ADMIN) {
    desk = await openDesk(browser, options);
    await desk.page.goto(origin + path);
    await signIn(desk.page, name);
    await desk.page.waitForURL(origin + path);
    await desk.page.locator('main h1').waitFor();
    await desk.page.waitForLoadState('networkidle');
  }

  it('refuses a wrong password, and goes where one was going after the right one', async () => {
    desk = await openDesk(browser);
    await desk.page.goto(`${origin}/people/trail?action=sign_in`);
    await signIn(desk.page, ADMIN, 'not the password');
    await text('用户名或密码不正确');
    await expectGoodView(desk.page);
    await picture('sign-in-refused');
    await signIn(desk.page, ADMIN);
    await desk.page.waitForURL(`${origin}/people/trail?action=sign_in`);
    await text('操作日志');
    desk.expectOnly(/401|Unauthorized/);
  });

  it('does not go to another site after a sign-in', async () => {
    desk = await openDesk(browser);
    await desk.page.goto(`${origin}/sign-in?back=//evil.example/`);
    await signIn(desk.page, ADMIN);
    await desk.page.waitForURL(`${origin}/`);
    desk.expectClean();
  });

  it('signs out, and asks again when a session has ended elsewhere', async () => {
    await open('/account');
    const { page } = desk;
    await page.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf_token }) =>
      fetch('/api/session/sign-out', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token }, body: '{}' }))`);
    await page.getByRole('link', { name: '人员' }).click();
    await page.waitForURL(/sign-in\?.*ended=1/);
    await text('登录已结束');
    await signIn(page, ADMIN);
    await page.waitForURL(`${origin}/people`);
    await button(`${ADMIN}的菜单`).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.waitForURL(`${origin}/sign-in`);
    desk.expectOnly(/401|Unauthorized/);
  });

  for (const [size, screen] of Object.entries(SIZES)) {
    for (const [look, options] of Object.entries(SCREENS)) {
      it(`shows every view at ${size} px, ${look}`, async () => {
        await open('/', { ...screen, ...options });
        for (const [name, path] of Object.entries(VIEWS)) {
          await desk.page.goto(origin + path);
          await desk.page.locator('main h1').waitFor();
          await desk.page.waitForLoadState('networkidle');
          await expectGoodView(desk.page);
          await picture(`${name}-${size}-${look}`);
        }
        const lang = await desk.page.evaluate('document.documentElement.lang');
        expect(lang).to.equal(look.endsWith('en') ? 'en' : 'zh-CN');
        desk.expectClean();
      });
    }
  }

  it('switches language and looks, and keeps both', async () => {
    await open('/account');
    await desk.page.getByLabel('English').check();
    await desk.page.getByRole('heading', { name: 'My account' }).waitFor();
    await desk.page.getByLabel('Dark').check();
    await desk.page.reload();
    await desk.page.getByRole('heading', { name: 'My account' }).waitFor();
    expect(await desk.page.evaluate(`document.documentElement.classList.contains('dark')`)).to.equal(true);
    desk.expectClean();
  });

  it('adds a person, who enters by the link and sees what the role allows', async () => {
    await open('/people');
    await button('添加人员').click();
    const dialog = desk.page.getByRole('dialog');
    await button('生成一次性链接').click();
    await text('请填写用户名');
    await desk.page.locator('#new-person-name').fill('chensi');
    await dialog.getByText('门店员工').click();
    await expectGoodView(desk.page);
    await picture('add-person');
    await button('生成一次性链接').click();
    const link = await dialog.getByLabel('一次性链接', { exact: true }).inputValue();
    await expectGoodView(desk.page);
    await picture('one-time-link');
    await button('我已发给本人').click();
    await text('待设置密码');
    desk.expectClean();
    await desk.close();

    desk = await openDesk(browser, SIZES[390]);
    await desk.page.goto(link);
    await text('您的角色是门店员工');
    await desk.page.locator('input[autocomplete="new-password"]').fill('short');
    await desk.page.locator('button[type="submit"]').click();
    await text('密码太短');
    await expectGoodView(desk.page);
    await picture('welcome-390');
    await desk.page.locator('input[autocomplete="new-password"]').fill(PASSWORD);
    await desk.page.locator('button[type="submit"]').click();
    await desk.page.waitForURL(`${origin}/counter`);
    expect(await desk.page.getByRole('navigation').count()).to.equal(0);
    await desk.page.goto(`${origin}/people`);
    await text('您的角色不能打开刚才的页面');
    await desk.page.goto(link);
    await text('一次性链接只能用一次');
    await picture('welcome-used');
    desk.expectOnly(/accept|invitation|Failed to load resource/);
  });

  it('disables a person, who is out at once, and enables them again', async () => {
    await open('/people');
    const row = desk.page.getByRole('row').filter({ hasText: 'chensi' });
    await row.getByRole('button', { name: '停用' }).click();
    await expectGoodView(desk.page);
    await desk.page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
    await row.getByText('已停用').waitFor();
    await row.getByRole('button', { name: '启用' }).click();
    await desk.page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
    await row.getByText('可登录').waitFor();
    desk.expectClean();
  });

  it('makes a token that is shown once, and revokes it', async () => {
    await open('/people/tokens');
    await text('这里会列出程序使用的令牌');
    await button('新建令牌').click();
    await desk.page.locator('#new-token-name').fill('数据仓库');
    await desk.page.getByRole('checkbox', { name: /^活动/ }).check();
    await button('生成令牌').click();
    const secret = await desk.page.getByLabel('令牌', { exact: true }).inputValue();
    await picture('token');
    const headers = { Authorization: `Bearer ${secret}` };
    expect((await fetch(`${origin}/api/activities`, { headers })).status).to.equal(200);
    await button('我已保存').click();
    await button(/^吊销/).click();
    await desk.page.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
    await text('已吊销');
    expect((await fetch(`${origin}/api/activities`, { headers })).status).to.equal(401);
    expect(await desk.page.content()).to.not.include(secret);
    desk.expectClean();
  });

  it('works by the keyboard alone', async () => {
    await open('/');
    const { page } = desk;
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');
    await page.reload();
    await page.getByRole('heading', { name: '首页' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('content');
    await page.getByRole('link', { name: '人员' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '人员' }).waitFor();
    await focusOn('h1');
    await button('添加人员').focus();
    await page.keyboard.press('Enter');
    await focusOn('#new-person-name');
    for (let at = 0; at < 8; at++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`Boolean(document.activeElement.closest('[role=dialog]'))`)).to.equal(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused()).to.equal('添加人员');
    desk.expectClean();
  });

  it('says that the service is away, keeps what is there, and goes on by itself', async () => {
    await open('/people');
    await text(ADMIN);
    await desk.page.route('**/api/**', (route) =>
      route.fulfill({ status: 503, json: { error: { code: 'store_away' } } }),
    );
    await desk.page.getByRole('link', { name: '操作日志' }).click();
    await text('服务暂时连不上');
    await expectGoodView(desk.page);
    await picture('away');
    await desk.page.unroute('**/api/**');
    await desk.page.locator('summary').first().waitFor();
    await desk.page.getByText('服务暂时连不上').waitFor({ state: 'detached' });
    desk.expectOnly(/503|Service Unavailable/);
  });

  it('waits for a service that is away at its start, and goes on by itself', async () => {
    desk = await openDesk(browser);
    await desk.page.route('**/api/**', (route) => route.abort('connectionrefused'));
    await desk.page.goto(`${origin}/people/tokens?x=1`);
    await text('正在连接服务');
    await expectGoodView(desk.page);
    await desk.page.unroute('**/api/**');
    await signIn(desk.page, ADMIN);
    await desk.page.waitForURL(`${origin}/people/tokens?x=1`);
    await desk.page.getByRole('heading', { name: '程序令牌' }).waitFor();
    desk.expectOnly(/api\/session|ERR_CONNECTION_REFUSED/);
  });

  it('loads itself anew where its files have been replaced by those of a newer version', async () => {
    await open('/account');
    await desk.page.route('**/assets/PeopleView*', (route) => route.fulfill({ status: 404, body: '' }), {
      times: 1,
    });
    await desk.page.getByRole('link', { name: '人员' }).click();
    await desk.page.getByRole('heading', { name: '人员' }).waitFor();
    await desk.page.waitForURL(`${origin}/people`);
    desk.expectOnly(/PeopleView|404/);
  });

  it('refuses what is no ticket at the counter, and says what to do', async () => {
    await open('/counter', SIZES[390]);
    await desk.page.locator('#counter-place').fill('人民路店');
    await button('保存').click();
    await desk.page.locator('#counter-code').fill('nonsense');
    await desk.page.keyboard.press('Enter');
    await text('无效的核销码');
    await expectGoodView(desk.page);
    await picture('counter-refused');
    await button('下一位').click();
    await focusOn('#counter-code');
    desk.expectOnly(/counter\/look|Conflict/);
  });

  it('redeems once, also where answers are lost, and says so only when it knows', async () => {
    await open('/counter', SIZES[390]);
    const face = {
      activity_id: 'tea',
      activity_title: '双十一奶茶节',
      name: '奶茶一杯',
      image: null,
      serial: '7f3a',
    };
    const asked: string[] = [];
    await desk.page.route('**/api/counter/look', (route) =>
      route.fulfill({ json: { win: { ...face, state: 'ready', redemption: null } } }),
    );
    await desk.page.route('**/api/counter/redeem', (route) => {
      asked.push(route.request().postDataJSON().request_id);
      const redemption = { at: new Date().toISOString(), place: '人民路店' };
      return asked.length < 3
        ? route.abort('connectionreset')
        : route.fulfill({
            json: { redeemed: true, replayed: true, win: { ...face, state: 'redeemed', redemption } },
          });
    });
    await desk.page.locator('#counter-code').fill('tea.ticket');
    await desk.page.keyboard.press('Enter');
    await text('奶茶一杯');
    await expectGoodView(desk.page);
    await picture('counter-ready');
    await button('确认核销').click();
    await text('正在核销，请先不要发放奖品');
    await text('核销成功');
    await expectGoodView(desk.page);
    await picture('counter-done');
    expect(asked.length).to.equal(3);
    expect(new Set(asked).size).to.equal(1);
    desk.expectOnly(/counter\/redeem|ERR_CONNECTION_RESET/);
  });

  it('counts down while it refuses further tries', async () => {
    desk = await openDesk(browser);
    await desk.page.goto(`${origin}/sign-in`);
    await desk.page.route('**/api/session/sign-in', (route) =>
      route.fulfill({ status: 429, headers: { 'Retry-After': '2' }, json: { error: { code: 'too_many' } } }),
    );
    await signIn(desk.page, ADMIN, 'a guess');
    await text(/请 [12] 秒后再试/);
    expect(await button('登录').isDisabled()).to.equal(true);
    await expectGoodView(desk.page);
    await picture('sign-in-paused');
    await desk.page.unroute('**/api/session/sign-in');
    await until(() => button('登录').isEnabled(), { what: 'the end of the pause' });
    await signIn(desk.page, ADMIN);
    await desk.page.waitForURL(`${origin}/`);
    desk.expectOnly(/session\/sign-in|429/);
  });
});
