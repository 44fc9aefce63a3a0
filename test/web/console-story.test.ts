import { expect } from 'chai';
import type { Browser, Page, Route } from 'playwright-core';
import sharp from 'sharp';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { postJson } from '../support/http.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk } from './support/console.ts';

const ID = 'anniversary';
const TITLE = '周年庆幸运大转盘';
const VISITORS = 60;

/** A photo as it comes from a phone: large, and turned by its EXIF. */
function photo(width: number, height: number, colour: string): Promise<Buffer> {
  const image = { width, height, channels: 3, background: colour } as const;
  return sharp({ create: image }).withMetadata({ orientation: 1 }).jpeg().toBuffer();
}

/* What a person does with a browser alone, from nothing to the last prize that is handed out. */
describe('a marketer with a browser', () => {
  let browser: Browser;
  let program: RunningProgram;
  let origin: string;
  let desk: Phone;
  let page: Page;

  before(async () => {
    [browser, program] = await Promise.all([startBrowser({ isolated: true }), startProgram({ ROLE: 'all' })]);
    const link = await firstLink(program);
    origin = new URL(link).origin;
    desk = await openDesk(browser);
    page = desk.page;
    await acceptLink(page, link, '林晓');
  });
  after(async () => {
    await desk?.close();
    await browser?.close();
    await program?.stop();
  });

  const button = (name: string | RegExp, within: Page | ReturnType<Page['locator']> = page) =>
    within.getByRole('button', { name });
  const dialog = () => page.getByRole('dialog');
  const picture = (name: string) => desk.screenshot(`console-story-${name}`, 'screen');

  const draw = (user: string, n: number) =>
    postJson(`${program.base}/shake/draw`, {
      activity_id: ID,
      token: `demo-${user}`,
      request_id: `${user}-${n}-request`,
    });

  /** Types the reason that every dangerous action asks for, and confirms. */
  async function because(reason: string, confirm: string): Promise<void> {
    await dialog().getByRole('textbox').last().fill(reason);
    await button(confirm, dialog()).click();
    await dialog().waitFor({ state: 'detached' });
  }

  it('makes an activity from a template', async () => {
    await page.getByRole('link', { name: '活动', exact: true }).click();
    await button('新建活动').click();
    await page.getByRole('radio', { name: /大转盘/ }).check({ force: true });
    await page.getByLabel('活动名称').fill(TITLE);
    await page.getByLabel('活动编号').fill(ID);
    await picture('1-new');
    await button('创建并编辑').click();
    await page.waitForURL(`${origin}/activities/${ID}/edit`);
    await page.locator('iframe').first().waitFor();
  });

  it('gives it pictures, and opens it now', async () => {
    const files = [
      ['头图', await photo(3000, 2000, '#c8102e')],
      ['奖品', await photo(1200, 900, '#2f54eb')],
    ] as const;
    for (const [name, buffer] of files) {
      const chooser = page.getByLabel(new RegExp(`选择.*${name === '奖品' ? '' : name}.*的图片`)).first();
      await chooser.setInputFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer });
      await button('使用这张图片').click();
      await dialog().waitFor({ state: 'detached' });
    }
    await page.getByLabel('开始时间').fill('2026-11-01T00:00');
    await page.keyboard.press('Tab');
    await page.getByText(/已保存/).waitFor();
    await expectGoodView(page);
    await picture('2-editor');
  });

  it('publishes it with a note', async () => {
    await button('发布').click();
    await page.getByText('第一次发布，访客从此可以看到这个活动。').waitFor();
    await page.getByLabel('说明').fill('周年庆上线');
    await picture('3-publish');
    await button('发布给所有人').click();
    await page.getByText('版本 1 已生效').waitFor();
    await picture('4-published');
  });

  it('has it on a phone, with its pictures', async () => {
    const phone = await borrowPhone(browser);
    await phone.page.goto(`${program.base}/?id=${ID}&token=demo-lily`);
    await phone.page.getByText(TITLE).first().waitFor();
    const { data } = (await postJson(`${program.base}/static`, { activity_id: ID, token: 'demo-lily' }))
      .json as {
      data: { page: { banner: string }; prizes: { image?: string }[] };
    };
    const named = [data.page.banner, ...data.prizes.flatMap(({ image }) => image ?? [])];
    for (const path of named.filter((each) => each.startsWith('media/'))) {
      const answer = await fetch(`${program.base}/media/${ID}/${path.slice('media/'.length)}`);
      expect([answer.status, answer.headers.get('content-type')?.split('/')[0]]).to.deep.equal([
        200,
        'image',
      ]);
    }
    await phone.screenshot('console-story-5-phone', 'screen');
    await phone.close();
  });

  it('sees the first draws arrive', async () => {
    await page.goto(`${origin}/activities/${ID}/live`);
    await page.getByText('实时更新').waitFor();
    const results = await Promise.all(Array.from({ length: VISITORS }, (_, n) => draw(`visitor${n}`, 1)));
    expect(results.filter(({ json }) => json.ret === 0)).to.have.length(VISITORS);
    await page.getByText(String(VISITORS), { exact: true }).first().waitFor();
    await picture('6-live');
    await expectGoodView(page);
  });

  it('restocks a prize in two clicks and a reason', async () => {
    await button('补货').first().click();
    await dialog().getByPlaceholder('100').fill('25');
    await dialog().locator('.sum').waitFor();
    await picture('7-restock');
    await because('抽得比预期快', '发布');
    await page.getByText('补货已发布').waitFor();
  });

  it('pauses it, and everybody is told so', async () => {
    await button('暂停').click();
    await because('价格写错了', '暂停');
    // Its button is gone.
    await until(() => page.evaluate<boolean>(`document.activeElement.tagName === 'H1'`), {
      what: 'the focus on the title',
    });
    await until(async () => (await draw('late', 1)).json.ret === 1007, { what: 'the pause to be in force' });
    await picture('8-paused');
    await button('恢复活动').click();
    await because('价格已更正', '恢复活动');
    await until(async () => (await draw('late', 1)).json.ret === 0, { what: 'the end of the pause' });
  });

  it('rolls back', async () => {
    await page.getByRole('link', { name: '发布与历史' }).first().click();
    // What it would change comes later than the reason is typed.
    const asked: Route[] = [];
    await page.route('**/releases/1', (route) => void asked.push(route));
    await button('回滚到此版').first().click();
    await dialog().getByRole('textbox').last().fill('补货补错了奖品');
    expect(await button('回滚', dialog()).isEnabled()).to.equal(false);
    await until(() => asked.length > 0, { what: 'the question what it would change' });
    await Promise.all(asked.map((route) => route.continue()));
    await page.unroute('**/releases/1');
    await because('补货补错了奖品', '回滚');
    await page.getByText('版本 3').first().waitFor();
    await picture('9-history');
  });

  it('hands a prize out', async () => {
    await page.goto(`${origin}/deliveries?activity_id=${ID}`);
    const rows = page.getByRole('row').filter({ hasText: '人工' });
    await rows.first().waitFor();
    await picture('10-deliveries');
    await button('标为已发', rows.first()).click();
    await because('当面交给本人', '标为已发');
    await page.getByText('1 个已标为已发').waitFor();
  });

  it('reads what became of it, and who did what', async () => {
    await page.goto(`${origin}/activities/${ID}/report`);
    await page
      .getByText(String(VISITORS + 1), { exact: true })
      .first()
      .waitFor();
    await picture('11-report');
    await expectGoodView(page);
    await page.goto(`${origin}/people/trail`);
    for (const reason of ['周年庆上线', '抽得比预期快', '价格写错了', '补货补错了奖品', '当面交给本人']) {
      await page.getByText(reason).first().waitFor();
    }
    await picture('12-trail');
    desk.expectClean();
  });
});
