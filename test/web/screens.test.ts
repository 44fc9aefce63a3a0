import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

describe('the screens around the draw', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;

  before(async () => {
    const page = {
      login_url: '/login?return={return}',
      theme: { name: 'spring' },
      contact: '客服电话 400-000-0000',
      show_winners: true,
    };
    const activity = (more: object) => ({
      dispatch: 'shake',
      title: '摇一摇',
      is_login_user: true,
      page,
      prizes: [{ id: 'car', name: '一辆小汽车', value: '¥100000', tier: 'grand' }],
      rules: { chances: {}, prizes: { car: { odds: '0%' } } },
      ...more,
    });
    const dir = await activitiesDir({
      now: activity({ ends_at: inDays(2.5) }),
      soon: activity({ starts_at: inDays(2.5) }),
      over: activity({ starts_at: inDays(-9), ends_at: inDays(-1) }),
    });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: dir })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const open = (query: string) => phone.page.goto(`${program.base}/?${query}`);
  const state = (kind: string) => phone.page.locator(`[data-state="${kind}"]`);
  const sheets = () => phone.page.locator('dialog');

  it('the back button closes a sheet, and stays on the page', async () => {
    await open('id=now&from=app&token=demo-a@1000');
    await phone.page.getByRole('button', { name: /^我的奖品/ }).tap();
    await sheets().waitFor();
    await phone.page.goBack();
    await sheets().waitFor({ state: 'detached' });
    expect(phone.page.url()).to.equal(`${program.base}/?id=now&from=app`);
    await phone.page.getByRole('button', { name: /^全部/ }).tap();
    await phone.page.getByRole('button', { name: '关闭' }).tap();
    await sheets().waitFor({ state: 'detached' });
    await until(async () => Boolean(await phone.page.evaluate('(history.state?.sheet ?? 0) === 0')), {
      what: '(history.state?.sheet ?? 0) === 0',
    });
    phone.expectClean();
  });

  it('a stranger is told the phase, and sees the prizes', async () => {
    await open('id=soon');
    await state('not_started')
      .getByText(/\d{4}年\d+月\d+日 \d\d:\d\d 准时开始/)
      .waitFor();
    await phone.page.getByRole('timer', { name: '距离开始还有' }).waitFor();
    await phone.page.getByText('一辆小汽车').waitFor();
    expect(await phone.page.getByText('请先登录').count()).to.equal(0);
    await open('id=over');
    await state('ended').waitFor();
    await phone.page.getByText('登录后查看我的奖品').waitFor();
    await phone.page.getByText('一辆小汽车').waitFor();
    phone.expectClean();
  });

  it('a failure has the look of the last visit, and says when it tries again', async () => {
    await open('id=now&token=demo-a@1000');
    await phone.page.getByRole('heading', { level: 1, name: '摇一摇' }).waitFor();
    const ground = () => phone.page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const before = await ground();
    const busy = { ret: 5003, msg: '系统繁忙', data: '', timestamp: 1_764_000_000 };
    await phone.page.route('**/static', (route) =>
      route.fulfill({ status: 503, headers: { 'Retry-After': '20' }, json: busy }),
    );
    await phone.page.reload();
    await state('busy').waitFor();
    await phone.page.getByRole('heading', { level: 1, name: '摇一摇' }).waitFor();
    expect(await ground()).to.equal(before);
    // Of the 20 s that the server asked for, some may have passed.
    await state('busy')
      .getByText(/^(20|1?\d) 秒后自动重试$/)
      .waitFor();
    await phone.page.unroute('**/static');
    await phone.page.getByRole('button', { name: '立即重试' }).tap();
    phone.expectOnly(/503/);
  });

  it('the phone number can be tapped', async () => {
    await open('id=now&token=demo-a@1000');
    const link = phone.page.getByRole('link', { name: '拨打 400-000-0000' });
    expect(await link.getAttribute('href')).to.equal('tel:4000000000');
    phone.expectClean();
  });

  it('shows who has won lately, and what is left', async () => {
    const winners = [{ who: 'u***1', prize_id: 'car', name: '一辆小汽车', won_at: inDays(-0.1) }];
    await phone.page.route('**/shake/live?*', (route) =>
      route.fulfill({ json: { ret: 0, msg: 'ok', data: { winners, left: { car: 2 } }, timestamp: 0 } }),
    );
    await open('id=now&token=demo-a@1000');
    await phone.page.locator('.ticker').getByText('u***1 抽中 一辆小汽车').waitFor();
    await phone.page.getByText('仅剩 2').waitFor();
    await phone.page.getByText(/^距结束/).waitFor();
    await phone.page.getByRole('button', { name: /^全部/ }).tap();
    await phone.page.getByRole('dialog').getByRole('heading', { name: '最新中奖' }).waitFor();
    phone.expectClean();
  });

  it('logs in to the demo, and comes back', async () => {
    await open('id=now');
    await phone.page.getByRole('link', { name: '去登录' }).tap();
    await phone.page.getByRole('button', { name: 'alice@1000' }).tap();
    await phone.page.getByRole('button', { name: /^我的奖品/ }).waitFor();
    expect(phone.page.url()).to.equal(`${program.base}/?id=now`);
    phone.expectClean();
  });

  it('computes the own draws anew after the end', async () => {
    /* The worked example of docs/fairness.md: the fourth draw of bob. */
    const seed = '8f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d9436';
    const commitment = '9f4ac65648058ebbfec42425c88794fb0feafcbc008813cf1e8bf45fbbb83e2a';
    const odds = { car: '1/100000' };
    const text = JSON.stringify({
      prizes: [{ id: 'car', name: '一辆小汽车' }],
      rules: { prizes: { car: { odds: odds.car } } },
    });
    const { createHash } = await import('node:crypto');
    const sha = (given: string) => createHash('sha256').update(given).digest('hex');
    const at = '2026-11-01T00:00:00.000+08:00';
    const head = sha(`\n${JSON.stringify([1, sha(text), Date.parse(at), null])}`);
    const json = (data: unknown) => ({ json: { ret: 0, msg: 'ok', data, timestamp: 0 } });
    await phone.page.route('**/shake/fairness?*', (route) =>
      route.fulfill(
        json({
          algorithm: 'a',
          seeds: [{ no: 1, commitment, seed, revealed_at: at }],
          rules: [{ no: 1, hash: sha(text), at, release: null, head, text }],
          rules_head: head,
        }),
      ),
    );
    const draw = (draw_no: number, prize_id: string | null) => ({
      ...{ draw_no, draw_id: `d${draw_no}`, drawn_at: at, seed_no: 1, rules_no: 1, prize_id },
    });
    await phone.page.route('**/shake/draws', (route) =>
      route.fulfill(json({ draws: [draw(4, null), draw(5, 'car')], draws_before: 0 })),
    );
    await open('id=over&token=demo-bob@1000');
    await phone.page.getByRole('button', { name: '抽奖公平性说明' }).tap();
    await phone.page.getByText('规则记录一条接一条，没有缺漏或改动').waitFor();
    await phone.page.locator('[data-verdict="same"] summary').tap();
    await phone.page.getByText('号码', { exact: false }).first().waitFor();
    expect(await phone.page.locator('[data-verdict="wrong"]').count()).to.equal(1);
    phone.expectClean();
  });
});
