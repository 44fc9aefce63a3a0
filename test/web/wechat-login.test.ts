import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startWechatLogin, WECHAT_AGENT, type WechatLoginProgram } from '../support/wechat-login.ts';
import { expectAccessible } from './support/accessibility.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

describe('the login by WeChat on the page', () => {
  let browser: Browser;
  let program: WechatLoginProgram;
  let phone: Phone;
  let isAway = false;

  before(async () => {
    const stub = {
      instead: (url: URL, response: import('node:http').ServerResponse) =>
        isAway && url.pathname.startsWith('/sns/') && Boolean(response.writeHead(502).end()),
    };
    [browser, program] = await Promise.all([startBrowser(), startWechatLogin({}, stub)]);
  });
  beforeEach(async () => {
    isAway = false;
    phone = await borrowPhone(browser, { userAgent: WECHAT_AGENT });
    // WeChat's JS-SDK, which the page loads inside WeChat; no test leaves this machine.
    await phone.context.route('https://res.wx.qq.com/**', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: '' }),
    );
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const arrive = () => phone.page.goto(`${program.base}/?id=lucky`);
  const button = (name: string) => phone.page.getByRole('link', { name, exact: true });
  const heading = (name: string) => phone.page.getByRole('heading', { name }).waitFor();
  const address = () => phone.page.url().replace(program.origin, '');

  async function chooseAs(name: string): Promise<void> {
    await phone.page.getByRole('link', { name }).tap();
  }

  it('is asked for by a button, leads to WeChat and back, and then one draws', async () => {
    await arrive();
    await button('去登录').waitFor();
    // Nobody is sent away at arrival.
    expect(address()).to.equal('/cms-market/?id=lucky');
    expect(program.stub.requests).to.deep.equal([]);
    await phone.screenshot('wechat-arrival');
    await button('去登录').tap();
    await heading('微信登录（演示）');
    await chooseAs('张小满');
    await phone.page.getByRole('button', { name: '点我摇一摇' }).tap();
    await phone.page.locator('[data-result="won"]').waitFor();
    expect(address()).to.equal('/cms-market/?id=lucky');
    expect(await phone.page.evaluate('document.cookie')).to.equal('');
    phone.expectClean();
  });

  const ends: readonly [as: string, title: string, picture: string][] = [
    ['页面快照中的虚拟用户', '请先使用完整服务', 'wechat-snapshot'],
    ['拒绝', '还没有登录', 'wechat-declined'],
  ];
  for (const [as, title, picture] of ends) {
    it(`shows “${title}”, and a way to log in after all`, async () => {
      await arrive();
      await button('去登录').tap();
      await chooseAs(as);
      await heading(title);
      await phone.screenshot(picture, 'screen');
      await phone.page.reload();
      await heading(title);
      await button('重新登录').tap();
      await chooseAs('李白露');
      await phone.page.getByRole('button', { name: '点我摇一摇' }).waitFor();
      phone.expectClean();
    });
  }

  it('shows a page for a way back that was used, and leads to the activity, which one is logged in to', async () => {
    let callback = '';
    phone.page.on('request', (request) => {
      if (request.url().includes('/wechat/callback')) callback = request.url();
    });
    await arrive();
    await button('去登录').tap();
    await chooseAs('张小满');
    await phone.page.getByRole('button', { name: '点我摇一摇' }).waitFor();
    await phone.page.goto(callback);
    await heading('这次登录已失效');
    await phone.screenshot('wechat-used', 'screen');
    await button('返回活动').tap();
    await phone.page.getByRole('button', { name: '点我摇一摇' }).waitFor();
    phone.expectClean();
  });

  it('shows a page while WeChat is away, and one where it refuses the code', async () => {
    isAway = true;
    await arrive();
    await button('去登录').tap();
    await chooseAs('张小满');
    await heading('微信暂时没有回应');
    await phone.screenshot('wechat-away', 'screen');
    isAway = false;
    await phone.page.goto(
      `${program.base}/wechat/notice?of=code_refused&return=%2Fcms-market%2F%3Fid%3Dlucky`,
    );
    await heading('登录没有完成');
    await phone.screenshot('wechat-code', 'screen');
    phone.expectOnly(/503/);
  });

  it('shows each of these pages in the language of the page that one came from', async () => {
    const notices = [
      ['snapshot', 'Use the full service first'],
      ['declined', 'You are not logged in yet'],
      ['state_refused', 'This login is no longer valid'],
      ['code_refused', 'The login was not completed'],
    ] as const;
    for (const [of, title] of notices) {
      const back = encodeURIComponent('/cms-market/?id=english');
      await phone.page.goto(`${program.base}/wechat/notice?of=${of}&return=${back}`);
      await heading(title);
      await button('Log in again').waitFor();
      await phone.screenshot(`wechat-en-${of}`, 'screen');
      await expectAccessible(phone.page, 'minor');
    }
    await button('Back to the activity').tap();
    await button('Log in').waitFor();
    phone.expectClean();
  });

  it('shows other browsers where to open the activity', async () => {
    const other = await borrowPhone(browser, { colorScheme: 'dark' });
    await other.page.goto(`${program.base}/?id=lucky`);
    await other.page.getByRole('link', { name: '去登录', exact: true }).tap();
    await other.page.getByRole('heading', { name: '请在微信中打开' }).waitFor();
    await other.page.getByText(`${program.base}/?id=lucky`).waitFor();
    await other.screenshot('wechat-outside', 'screen');
    other.expectClean();
    await other.close();
  });
});
