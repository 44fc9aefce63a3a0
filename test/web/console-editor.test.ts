import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { until } from '../support/until.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk } from './support/console.ts';

/* A save that clashes is refused. */
const EXPECTED = /status 409: .*\/draft$|status of 409/;

const lucky = {
  dispatch: 'shake',
  title: '人人有茶',
  nobody_knows: [1, 2],
  page: { subtitle: '每天三杯', contact: '客服' },
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '50%', stock: 40, value: '2.00' } } },
};

describe('the editor of the console', () => {
  let browser: Browser;
  let program: RunningProgram;
  let origin: string;
  let desk: Phone;
  let page: Page;

  before(async () => {
    const root = await activitiesDir({ lucky });
    [browser, program] = await Promise.all([
      startBrowser({ isolated: true }),
      startProgram({ ROLE: 'all', ACTIVITIES_DIR: root }),
    ]);
    const link = await firstLink(program);
    origin = new URL(link).origin;
    desk = await openDesk(browser);
    page = desk.page;
    await acceptLink(page, link, '林晓');
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const edit = async (on: Page, id = 'lucky') => {
    await on.goto(`${origin}/activities/${id}/edit`);
    await on.getByLabel('活动名称').waitFor();
  };
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const saved = (on = page) => on.locator('.save.saved').waitFor();
  const draftOf = async (id = 'lucky') =>
    (await (await page.request.get(`${origin}/api/activities/${id}/draft`)).json()) as {
      text: string;
      version: number;
      pictures: { name: string; width: number; height: number }[];
    };
  const phoneShows = (words: string, on = page) =>
    on.frameLocator('iframe.view:not(.behind)').getByText(words).first().waitFor({ state: 'attached' });

  it('makes an activity from a template', async () => {
    await page.goto(`${origin}/activities?new=1`);
    await page.getByText('大转盘').first().click();
    await expectGoodView(page);
    await page.getByLabel('活动名称').fill('转出好运');
    await page.getByLabel('活动编号').fill('lucky');
    await page.getByText('这个编号已经有活动用了').waitFor();
    await page.getByLabel('活动编号').fill('spin');
    await button('创建并编辑').click();
    await page.waitForURL(/\/activities\/spin\/edit$/);
    await phoneShows('转出好运');
    await expectGoodView(page);
  });

  it('shows what is typed in the form in the text and on the phone, and touches nothing else', async () => {
    await edit(page);
    const before = (await draftOf()).text;
    await phoneShows('人人有茶');
    await page.getByLabel('活动名称').fill('人人有奶茶');
    await phoneShows('人人有奶茶');
    await saved();
    expect((await draftOf()).text).to.equal(before.replace('人人有茶', '人人有奶茶'));
    await button('文本').click();
    await page.locator('.cm-content').getByText('"人人有奶茶"').waitFor();
    await expectGoodView(page);
    await button('表单').click();
    await button('撤销（Ctrl+Z）').click();
    expect(await page.getByLabel('活动名称').inputValue()).to.equal('人人有茶');
    await button('重做（Ctrl+Shift+Z）').click();
    await saved();
  });

  it('shows a finding at its field, and leads to it', async () => {
    await edit(page);
    const odds = page.getByLabel('奶茶: 中奖概率');
    await odds.fill('often');
    await page.locator('.form-pane .finding.error').first().waitFor();
    expect(await odds.getAttribute('aria-invalid')).to.equal('true');
    await page.getByLabel('活动名称').focus();
    await button('1 个错误').click();
    await page.locator('.menu .one').first().click();
    const focused = `document.activeElement?.getAttribute('aria-label')`;
    await until(async () => (await page.evaluate(focused)) === '奶茶: 中奖概率', {
      what: 'the field of the finding',
    });
    await odds.fill('1/4');
    await page.getByText('25%', { exact: true }).first().waitFor();
    await page.locator('.form-pane .finding.error').waitFor({ state: 'detached' });
    await saved();
  });

  it('loses nothing when two edit the same draft', async () => {
    const other = await openDesk(browser);
    await other.context.addCookies(await desk.context.cookies());
    await Promise.all([edit(page), edit(other.page)]);
    await other.page.getByLabel('联系方式').fill('客服 400');
    await other.page.getByLabel('活动名称').fill('他改的名称');
    await saved(other.page);
    await page.getByLabel('副标题').fill('每天四杯');
    await page.getByLabel('活动名称').fill('我改的名称');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('他改的名称').waitFor();
    await expectGoodView(page);
    await sheet.getByText('我改的名称').click();
    await button('合并并保存').click();
    await saved();
    const merged = JSON.parse((await draftOf()).text);
    expect(merged).to.deep.include({ title: '我改的名称', nobody_knows: [1, 2] });
    expect(merged.page).to.deep.equal({ subtitle: '每天四杯', contact: '客服 400' });
    // What does not conflict is merged without a question.
    await other.page.getByLabel('底部按钮文字').fill('去下单');
    await saved(other.page);
    const both = JSON.parse((await draftOf()).text);
    expect([both.title, both.page.action.text]).to.deep.equal(['我改的名称', '去下单']);
    expect(await other.page.getByLabel('副标题').inputValue()).to.equal('每天四杯');
    await other.close();
  });

  it('cuts a picture to its place, sends it, and names it in the text', async () => {
    await edit(page);
    const png = await sharp({ create: { width: 1600, height: 1600, channels: 3, background: '#c4161c' } })
      .png()
      .toBuffer();
    await page
      .getByLabel('选择头图的图片')
      .setInputFiles({ name: 'any.png', mimeType: 'image/png', buffer: png });
    const canvas = page.locator('canvas.canvas');
    await canvas.focus();
    for (const key of ['+', '+', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key);
    await expectGoodView(page);
    await button('使用这张图片').click();
    await page.locator('.well.large img').waitFor();
    await saved();
    const { text, pictures } = await draftOf();
    const [picture] = pictures;
    expect(JSON.parse(text).page.banner).to.equal(`media/${picture?.name}`);
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).to.be.closeTo(750 / 420, 0.01);
  });

  it('asks before what could not be saved is left', async () => {
    await edit(page);
    await page.route('**/draft', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 500, body: '{}' }) : route.continue(),
    );
    await page.getByLabel('副标题').fill('每天六杯');
    await page.locator('.save.failed').waitFor();
    await page.getByRole('link', { name: '模拟', exact: true }).click();
    await page.getByText('还有修改没有保存').waitFor();
    await button('留在这里').click();
    expect(await page.getByLabel('副标题').inputValue()).to.equal('每天六杯');
    await page.unroute('**/draft');
    await page.getByLabel('副标题').fill('每天七杯');
    await saved();
  });

  it('publishes with a note, and goes back to what was before', async () => {
    await edit(page);
    await button('发布').click();
    await page.getByText('有什么变化').waitFor();
    await page.getByText('我改的名称').first().waitFor();
    await expectGoodView(page);
    await button('发布给所有人').click();
    await page.getByText('请写一句说明').waitFor();
    await page.getByLabel('说明').fill('换名称和头图');
    await button('发布给所有人').click();
    await page.getByText('已生效').waitFor();
    await page.getByRole('link', { name: '发布历史' }).click();
    await page.locator('.history').getByText('换名称和头图').waitFor();
    await expectGoodView(page);
    await button('回滚到此版').first().click();
    await page.getByRole('dialog').getByText('人人有茶').first().waitFor();
    await page.getByLabel('原因').fill('先恢复');
    await page.getByRole('dialog').getByRole('button', { name: '回滚', exact: true }).click();
    await page.locator('.history').getByText('先恢复').waitFor();
  });

  it('simulates in the background', async () => {
    await page.goto(`${origin}/activities/lucky/simulation`);
    await page.getByLabel('参与人数').fill('300');
    await button('开始模拟').click();
    await page.getByText('花费随时间').waitFor();
    await expectGoodView(page);
  });

  it('writes nothing to the console of the browser, and breaks no policy', () => {
    desk.expectOnly(new RegExp(`${EXPECTED.source}|status( of)? 500|Internal Server Error`));
  });
});
