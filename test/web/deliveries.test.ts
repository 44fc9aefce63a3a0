import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { DELIVERIES, deliver, refused, served, serveTickets, VALUES_OF_FORM } from './support/deliveries.ts';

const lucky = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes: [{ id: 'car', name: '一辆小汽车' }],
  rules: { chances: { total: 1 }, prizes: { car: { odds: '100%' } } },
};

describe('a win on its way to the winner, on the page', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  /** What the answers say of the win. */
  let delivery: object;

  before(async () => {
    const root = await activitiesDir({ lucky });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
    await deliver(phone.page, () => ({ delivery }));
    await phone.page.goto(`${program.base}/?id=lucky&token=demo-winner-${users++}`);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const tap = (name: string | RegExp) => phone.page.getByRole('button', { name }).tap();
  const text = (words: string) => phone.page.getByText(words).first().waitFor();
  const type = async (values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) await phone.page.locator(`#form-${name}`).fill(value);
  };
  const stored = () => phone.page.evaluate('JSON.stringify(localStorage)');

  it('shows its code as soon as there is one, to be copied', async () => {
    delivery = DELIVERIES.preparing;
    await phone.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await tap('点我摇一摇');
    await text('正在准备兑换码');
    delivery = DELIVERIES.code;
    await text(DELIVERIES.code.code);
    await tap('复制兑换码');
    await text('已复制');
    expect(await phone.page.evaluate('navigator.clipboard.readText()')).to.equal(DELIVERIES.code.code);
    // A record store that cannot be read for a moment takes no code from the screen.
    delivery = DELIVERIES.preparing;
    await tap('关闭');
    await tap(/^我的奖品/);
    await text(DELIVERIES.code.code);
    phone.expectClean();
  });

  it('has a form that is sent until it is answered, and forgotten by the phone then', async () => {
    delivery = DELIVERIES.wanted;
    const sent: unknown[] = [];
    await phone.page.route('**/shake/claim', async (route) => {
      sent.push(JSON.parse(route.request().postData() ?? '{}').form);
      if (sent.length < 3) return route.abort('connectionreset');
      return route.fulfill(served({ delivery: DELIVERIES.received }));
    });
    await tap('点我摇一摇');
    await tap('填写领奖信息');
    await type(VALUES_OF_FORM);
    await tap('提交');
    await text('正在重新提交');
    expect(await stored()).to.include(VALUES_OF_FORM.name);
    await text('领奖信息已收到');
    expect(sent).to.deep.equal([VALUES_OF_FORM, VALUES_OF_FORM, VALUES_OF_FORM]);
    expect(await stored()).not.to.include(VALUES_OF_FORM.name);
    phone.expectOnly(/claim|ERR_CONNECTION_RESET/);
  });

  it('has a form that a reload does not empty, and that shows what is wrong beside its field', async () => {
    delivery = DELIVERIES.wanted;
    await tap('点我摇一摇');
    await tap('填写领奖信息');
    await type({ name: VALUES_OF_FORM.name, phone: '12345' });
    await tap('提交');
    await text('请填写收货地址');
    await phone.page.reload();
    await text('1 件待填写');
    await tap(/^我的奖品/);
    await tap('填写领奖信息');
    await text('上次填写的内容还没有提交');
    expect(await phone.page.locator('#form-name').inputValue()).to.equal(VALUES_OF_FORM.name);
    await type({ address: VALUES_OF_FORM.address });
    await phone.page.route('**/shake/claim', (route) =>
      route.fulfill(refused(1001, { field: 'form.phone' })),
    );
    await tap('提交');
    await text('请检查手机号是否填写正确');
    expect(await phone.page.evaluate('document.activeElement.id')).to.equal('form-phone');
    phone.expectClean();
  });

  it('has a ticket that is renewed, and turns when it has been redeemed', async () => {
    delivery = DELIVERIES.counter;
    await serveTickets(phone.page, 7_000);
    await tap('点我摇一摇');
    await tap('到店出示');
    const code = phone.page.getByRole('img', { name: '核销二维码' }).locator('path');
    const first = await code.getAttribute('d');
    await code.and(phone.page.locator(`:not([d="${first}"])`)).waitFor();
    delivery = DELIVERIES.redeemed;
    await text('已核销');
    expect(await code.count()).to.equal(0);
    await phone.page
      .getByRole('dialog', { name: '一辆小汽车', exact: true })
      .getByRole('button', { name: '关闭' })
      .tap();
    await text('已使用');
    phone.expectClean();
  });
});
