import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { until } from '../support/until.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk } from './support/console.ts';

const ADMIN = '林晓';
const DAY = 86_400_000;

/* Every draw wins a tea of two yuan, which staff hand over. */
const lucky = {
  dispatch: 'shake',
  title: '人人有茶',
  is_login_user: true,
  starts_at: new Date(Date.now() - DAY).toISOString(),
  ends_at: new Date(Date.now() + DAY).toISOString(),
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: {
    timezone: 'Asia/Shanghai',
    budget: '500.00',
    chances: { per_day: 3 },
    prizes: { tea: { odds: '100%', stock: 40, value: '2.00', delivery: { by: 'hand' } } },
  },
};

/* Every draw wins a phone, which is sent to where its winner says. */
const phones = {
  ...lucky,
  title: '人人有手机',
  prizes: [{ id: 'phone', name: '手机' }],
  rules: {
    chances: { per_day: 3 },
    prizes: { phone: { odds: '100%', delivery: { by: 'form', fields: ['name', 'phone'] } } },
  },
};

describe('an activity as it goes, in the console', () => {
  let browser: Browser;
  let program: RunningProgram;
  let origin: string;
  let desk: Phone;

  before(async () => {
    const root = await activitiesDir({ lucky, phones });
    [browser, program] = await Promise.all([
      startBrowser(),
      startProgram({ ROLE: 'all', ACTIVITIES_DIR: root }),
    ]);
    const link = await firstLink(program);
    origin = new URL(link).origin;
    desk = await openDesk(browser);
    await acceptLink(desk.page, link, ADMIN);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const button = (name: string | RegExp) => desk.page.getByRole('button', { name, exact: true });
  const dialog = () => desk.page.getByRole('dialog');
  const text = (content: string | RegExp) => desk.page.getByText(content).first().waitFor();
  const go = (path: string) => desk.page.goto(origin + path);
  const figure = (label: string) =>
    desk.page.locator('.figure-link', { has: desk.page.getByText(label, { exact: true }) }).locator('.value');
  const draw = (users: readonly string[]) =>
    drawAll(
      program.base,
      'lucky',
      users.map((uid) => ({ uid, requestId: `first-${uid}` })),
    );

  /** The second click, after a typed reason. */
  async function confirm(name: string, reason: string): Promise<void> {
    await dialog().getByLabel('原因').fill(reason);
    await dialog().getByRole('button', { name, exact: true }).click();
    await desk.page.getByLabel('原因').waitFor({ state: 'hidden' });
  }

  it('moves its figures as draws arrive', async () => {
    await go('/activities/lucky/live');
    await text('实时更新');
    await until(async () => (await figure('抽奖').innerText()) === '0', { what: 'the first state' });
    await expectGoodView(desk.page);
    const answers = await draw(Array.from({ length: 12 }, (_, index) => `u${index}`));
    expect(answers.every(({ ret }) => ret === 0)).to.equal(true);
    await until(async () => (await figure('抽奖').innerText()) === '12', { what: 'twelve draws' });
    await until(async () => (await figure('已花费').innerText()) === '¥24', { what: 'what they cost' });
    await text('剩 28，共 40');
    await expectGoodView(desk.page);
  });

  it('gives more of a prize: one number, shown before', async () => {
    await button('给“奶茶”补货').click();
    await dialog().getByLabel('再加几份').fill('60');
    await dialog().getByText('已中出 12').waitFor();
    expect(await dialog().locator('.sum').innerText()).to.match(/40.*100/s);
    await expectGoodView(desk.page);
    await confirm('发布', '供应商补货');
    await text('剩 88，共 100');
    await text(/发布了版本 2：供应商补货/);
  });

  it('is paused by two clicks and a reason, for all visitors', async () => {
    await button('暂停').click();
    await dialog().getByRole('button', { name: '暂停', exact: true }).click();
    await dialog().getByText('请填写原因').waitFor();
    await confirm('暂停', '门店断货');
    await desk.page.locator('header').getByText('已暂停').first().waitFor();
    // Until then this is the repeat of a draw, which spends nothing.
    await until(async () => (await draw(['u0']))[0]?.ret === 1007, { what: 'the pause at visitors' });
    await button('恢复活动').click();
    await confirm('恢复活动', '到货了');
    await button('暂停').waitFor();
  });

  it('goes back to the release before, with what that changes', async () => {
    await button('回滚').click();
    await dialog().getByText('回滚到版本 1').waitFor();
    await dialog().getByText(/40/).first().waitFor();
    await confirm('回滚', '数量填错了');
    await text('剩 28，共 40');
  });

  it('says what came of it: the report adds up', async () => {
    await go('/activities/lucky/report');
    await text('按小时');
    const sums = desk.page.locator('#prizes tfoot td');
    await until(async () => (await sums.nth(1).innerText()) === '12', { what: 'the archive' });
    expect(await sums.last().innerText()).to.equal('¥24');
    for (const link of await desk.page.locator('a.csv').all()) {
      const file = await desk.context.request.get(origin + (await link.getAttribute('href')));
      expect([file.status(), (await file.text())[0]]).to.deep.equal([200, '\ufeff']);
    }
    await expectGoodView(desk.page);
  });

  it('answers a user’s question, and grants a chance', async () => {
    await go('/users?activity_id=lucky');
    await desk.page.getByLabel('用户编号').fill('u3');
    await button('查询').click();
    await text('能参加，还能抽 2 次');
    expect(desk.page.url()).not.to.include('u3');
    expect(await desk.page.evaluate('JSON.stringify(localStorage)')).not.to.include('u3');
    await expectGoodView(desk.page);
    await button('补机会').click();
    await confirm('补机会', '客服工单 4521');
    await text('能参加，还能抽 3 次');
    await text('补发');
  });

  it('marks a prize as handed over, with a reason', async () => {
    await go('/deliveries?activity_id=lucky');
    await desk.page
      .getByRole('row')
      .filter({ hasText: 'u3' })
      .getByRole('button', { name: '标为已发' })
      .click();
    await confirm('标为已发', '到店领走');
    await desk.page.getByRole('row').filter({ hasText: 'u3' }).getByText('已送达').waitFor();
    await desk.page.getByRole('link', { name: /已送达/ }).click();
    await desk.page.waitForURL(/state=delivered/);
    await until(async () => (await desk.page.locator('tbody tr').count()) === 1, {
      what: 'one delivered prize',
    });
    await button('下载名单').click();
    const [download] = await Promise.all([
      desk.page.waitForEvent('download'),
      dialog().getByRole('button', { name: '下载', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal('winners-lucky.csv');
    await dialog().waitFor({ state: 'hidden' });
    await desk.page.getByRole('link', { name: 'u3' }).click();
    await text('能参加，还能抽 3 次');
    await expectGoodView(desk.page);
    desk.expectClean();
  });

  it('opens a winner’s form for a reason, which is in the trail', async () => {
    const [win] = await drawAll(program.base, 'phones', [{ uid: 'zhou', requestId: 'draw-of-zhou' }]);
    const visit = { activity_id: 'phones', token: 'demo-zhou@1000', draw_id: win?.data.draw_id };
    const claim = { ...visit, form: { name: '周小雨', phone: '13800138000' } };
    const sendForm = async () => {
      const answer = await desk.context.request.post(`${program.base}/shake/claim`, { data: claim });
      return (await answer.json()).ret === 0;
    };
    await until(sendForm, { what: 'the form of a win that is archived' });
    await go('/deliveries?activity_id=phones&state=form_received');
    await button('看收件信息').click();
    await confirm('查看', '核对地址');
    await dialog().getByText('本次查看已记录').waitFor();
    expect(await dialog().getByLabel('姓名', { exact: true }).inputValue()).to.equal('周小雨');
    await expectGoodView(desk.page);
    await desk.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect(await desk.page.content()).not.to.include('周小雨');
    const trail = await desk.context.request.get(`${origin}/api/trail?activity_id=phones`);
    const [entry] = (await trail.json()).entries;
    expect(entry).to.include({ reason: '核对地址', target: win?.data.draw_id });
  });

  it('says how old its figures are when no more come', async () => {
    await go('/activities/lucky/live');
    await text('实时更新');
    desk.expectClean();
    await program.stop();
    await text(/数据滞后 \d+ 秒，正在重新连接/);
    await expectGoodView(desk.page);
  });
});
