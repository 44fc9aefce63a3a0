import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Route } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type CounterShops, counterActivities, openCounterShops } from '../support/counter-shops.ts';
import { addCounterWin } from '../support/delivery-rows.ts';
import { postJson } from '../support/http.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './support/accessibility.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { loadPictures, type Phone, startBrowser } from './support/browser.ts';
import { stopLongTimers } from './support/clock.ts';

const LONG = '一个长到没有人愿意读完的名字ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Lets the server do its work, and loses the answer. */
async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

describe('the page for staff at a counter', () => {
  let browser: Browser;
  let shops: CounterShops;
  let base: string;
  let phone: Phone;
  let pin: string;

  before(async () => {
    const dir = await activitiesDir(counterActivities);
    await mkdir(join(dir, 'tea', 'media'));
    await cp('activities/1055/media/coupon-50.svg', join(dir, 'tea', 'media', 'cup.svg'));
    [browser, shops] = await Promise.all([startBrowser(), openCounterShops('SQLite', dir)]);
    base = shops.bases[0];
    pin = await shops.newPin('tea');
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
    await stopLongTimers(phone.page);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await shops?.close();
  });

  const state = (name: string) => phone.page.locator(`#app[data-state="${name}"]`).waitFor();
  const text = (content: string | RegExp) => phone.page.getByText(content).waitFor();
  const tap = (name: string) => phone.page.getByRole('button', { name, exact: true }).tap();

  async function newTicket(other: Parameters<typeof addCounterWin>[1] = {}, time = Date.now()) {
    const drawId = await addCounterWin(shops.records, other);
    return shops.ticketsAt(time).issue(other?.activity_id ?? 'tea', drawId).text;
  }
  const scan = (ticket: string) => phone.page.goto(`${base}/counter#${ticket}`);
  async function setUp(place = '人民路店', given = pin): Promise<void> {
    await state('set-up');
    await phone.page.getByLabel('门店名称').fill(place);
    await phone.page.getByLabel('员工密码').fill(given);
    await tap('保存并继续');
  }
  /** Scans with a phone that has been set up. */
  async function scanReady(ticket: string): Promise<void> {
    await scan(ticket);
    await setUp();
    await state('ready');
  }
  const redeemElsewhere = (ticket: string, place: string) =>
    postJson(`${base}/counter/redeem`, { ticket, pin, place, request_id: 'another-phone' });

  /** It fits the phone, has no serious fault for readers, and is kept as a picture. */
  async function picture(name: string): Promise<void> {
    const widths = await loadPictures(phone.page);
    expect(widths.filter((width) => width === 0)).to.deep.equal([]);
    const overflow = await phone.page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).to.equal(0);
    await expectAccessible(phone.page);
    await phone.screenshot(`counter-${name}`);
  }

  it('asks once for the PIN and the shop’s name, and redeems once', async () => {
    const ticket = await newTicket();
    await scan(ticket);
    await state('set-up');
    await picture('set-up');
    await setUp();
    await state('ready');
    await text('奶茶一杯');
    await text('双十一奶茶节');
    await text('本店：人民路店');
    await picture('ready');
    await tap('确认核销');
    await state('done');
    await text('核销成功');
    await picture('done');
    expect(await phone.page.evaluate('document.activeElement.tagName')).to.equal('H1');

    await phone.page.reload();
    await state('already');
    await text(/^已于 \d+月\d+日 \d\d:\d\d 在「人民路店」核销$/);
    await text(/本店(刚刚|\d 分钟前)核销的/);
    await picture('already-here');

    await scan(await newTicket());
    await state('ready');
    phone.expectClean();
  });

  it('says when and where it was redeemed, in amber', async () => {
    const ticket = await newTicket();
    await scanReady(ticket);
    await redeemElsewhere(ticket, '机场店');
    await tap('确认核销');
    await state('already');
    await text(/在「机场店」核销/);
    await text('请不要重复发放奖品');
    const ground = await phone.page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(ground).to.equal('rgb(255, 176, 32)');
    await picture('already-elsewhere');
    phone.expectClean();
  });

  it('repeats by itself after a lost answer, and says that it is done', async () => {
    await scanReady(await newTicket());
    let asked = 0;
    let goOn = () => {};
    const third = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await phone.page.route('**/counter/redeem', async (route) => {
      asked += 1;
      if (asked <= 2) return lose(route);
      await third;
      return route.continue();
    });
    await tap('确认核销');
    await text('网络不稳，正在确认结果，请先不要发放奖品');
    await until(() => asked === 3, { what: 'the second repeat' });
    await picture('confirming');
    goOn();
    await state('done');
    expect(asked).to.equal(3);
    phone.expectOnly(/counter\/redeem|ERR_CONNECTION_RESET/);
  });

  it('does not know the result while the network is away, also after a reload, and learns it', async () => {
    await scanReady(await newTicket());
    await phone.page.route('**/counter/redeem', lose);
    await tap('确认核销');
    await state('unsure');
    await text('没有收到结果');
    await picture('unsure');
    await tap('再次确认');
    await state('unsure');
    await phone.page.unroute('**/counter/redeem');
    await phone.page.reload();
    await state('done');
    phone.expectOnly(/counter\/redeem|ERR_CONNECTION_RESET/);
  });

  it('asks again after a wrong PIN, and does not send it a second time', async () => {
    const ticket = await newTicket();
    await scan(ticket);
    await setUp('人民路店', pin === '000000' ? '111111' : '000000');
    await text('员工密码不正确，请重新输入');
    expect(await phone.page.getByLabel('门店名称').inputValue()).to.equal('人民路店');
    expect(await phone.page.getByLabel('员工密码').inputValue()).to.equal('');
    await picture('wrong-pin');
    await phone.page.reload();
    await setUp();
    await state('ready');
    phone.expectClean();
  });

  it('lets the shop change its name', async () => {
    await scanReady(await newTicket());
    await tap('修改');
    await setUp('南京路店');
    await text('本店：南京路店');
    phone.expectClean();
  });

  it('asks for the PIN of each activity, and for the name once', async () => {
    await scanReady(await newTicket());
    await scan(await newTicket({ activity_id: 'coffee' }));
    await state('set-up');
    expect(await phone.page.getByLabel('门店名称').inputValue()).to.equal('人民路店');
    phone.expectClean();
  });

  it('says what is wrong with a ticket, and what to do', async () => {
    await phone.page.goto(`${base}/counter`);
    await state('no-ticket');
    await picture('no-ticket');
    await scan('1055.abc.def.ghi');
    await setUp();
    await text('无效的核销码');
    await picture('bad-ticket');
    await scan(await newTicket({}, Date.now() - 400_000));
    await setUp();
    await text('二维码已过期');
    await text('请让顾客刷新二维码，再扫一次');
    await picture('expired');
    await scan(await newTicket({ activity_id: 'bare' }));
    await setUp();
    await text('活动还不能核销');
    await picture('no-pin');
    const drawId = '0b4c6a3e-6a1f-4f0e-9a55-0c9f6e1d2a3b';
    await scan(shops.ticketsAt(Date.now()).issue('tea', drawId).text);
    await text('查不到这个奖品');
    await scan(await newTicket({ state: 'failed' }));
    await text('暂不能核销');
    phone.expectClean();
  });

  it('says that the network or the service is away, and tries again', async () => {
    await scanReady(await newTicket());
    await phone.page.route('**/counter/look', (route) => route.abort('internetdisconnected'));
    await scan(await newTicket());
    await text('网络不可用');
    await picture('offline');
    await phone.page.unroute('**/counter/look');
    const json = { ret: 5003, msg: '系统繁忙，请稍后再试', data: '', timestamp: 1_764_000_000 };
    await phone.page.route('**/counter/look', (route) => route.fulfill({ status: 503, json }));
    await tap('重试');
    await text('系统繁忙');
    await phone.page.unroute('**/counter/look');
    await phone.page.route('**/counter/look', (route) =>
      route.fulfill({ status: 429, headers: { 'Retry-After': '590' }, json: { ...json, ret: 4029 } }),
    );
    await tap('重试');
    await text('密码输错次数过多，请 10 分钟后再试');
    await picture('locked');
    await phone.page.unroute('**/counter/look');
    await tap('重试');
    await state('ready');
    phone.expectOnly(/counter\/look|Failed to load resource/);
  });

  it('reads names as texts, however long', async () => {
    const name = `<img src=x onerror=alert(1)>${LONG}`;
    const ticket = await newTicket({ name, image: 'javascript:alert(1)' });
    await scanReady(ticket);
    await text(name);
    await picture('long-name');
    await redeemElsewhere(ticket, LONG.slice(0, 40));
    await tap('确认核销');
    await state('already');
    await picture('already-long');
    phone.expectClean();
  });

  for (const [name, viewport] of Object.entries({
    small: { width: 320, height: 568 },
    landscape: { width: 667, height: 375 },
  })) {
    it(`fits a ${name} screen`, async () => {
      await phone.close();
      phone = await borrowPhone(browser, { viewport });
      await stopLongTimers(phone.page);
      await scan(await newTicket());
      await state('set-up');
      await picture(`${name}-set-up`);
      await setUp();
      await state('ready');
      await picture(`${name}-ready`);
      await tap('确认核销');
      await state('done');
      await picture(`${name}-done`);
      phone.expectClean();
    });
  }
});
