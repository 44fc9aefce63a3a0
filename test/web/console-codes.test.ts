import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { postJson } from '../support/http.ts';
import { until } from '../support/until.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { acceptLink, expectGoodView, firstLink, openDesk, signIn } from './support/console.ts';

const ADMIN = '林晓';
const DAY = 86_400_000;

/* Every draw wins the card, as soon as there are codes for it. */
const sale = {
  dispatch: 'shake',
  title: '会员卡券节',
  is_login_user: true,
  starts_at: new Date(Date.now() - DAY).toISOString(),
  ends_at: new Date(Date.now() + DAY).toISOString(),
  prizes: [
    { id: 'card', name: '视频会员月卡' },
    { id: 'tea', name: '奶茶' },
  ],
  rules: {
    timezone: 'Asia/Shanghai',
    chances: { per_day: 3 },
    prizes: {
      card: { odds: '100%', stock: 500, value: '15.00', delivery: { by: 'code' } },
      tea: { stock: 10, value: '2.00' },
    },
  },
};

const codes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `VIP-2026-${String(from + index).padStart(6, '0')}`);
const file = (lines: readonly string[], name = '会员码.txt') => ({
  ...{ name, mimeType: 'text/plain' },
  buffer: Buffer.from(lines.join('\r\n')),
});

describe('redeem codes in the console', () => {
  let browser: Browser;
  let program: RunningProgram;
  let origin: string;
  let desk: Phone;

  before(async () => {
    const root = await activitiesDir({ sale });
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
    await desk?.close();
    await browser?.close();
    await program?.stop();
  });

  const dialog = () => desk.page.getByRole('dialog');
  const text = (content: string | RegExp) => desk.page.getByText(content).first().waitFor();
  const chooser = () => dialog().locator('input[type="file"]');
  const row = () => desk.page.getByRole('row').filter({ hasText: '视频会员月卡' });
  const figures = async () =>
    (await row().locator('td.figure').allTextContents()).map((each) => each.replaceAll(',', ''));

  it('is where the sheet before publishing leads, when a prize has none', async () => {
    await desk.page.goto(`${origin}/activities/sale/edit/publish`);
    await text('“视频会员月卡”还没有导入兑换码：导入之前不会中出');
    await expectGoodView(desk.page);
    await desk.screenshot('console-codes-before', 'screen');
    await dialog().getByRole('link', { name: '导入兑换码' }).click();
    await desk.page.waitForURL(`${origin}/activities/sale/codes`);
    await text('尚未导入兑换码，不会中出');
    await expectGoodView(desk.page);
  });

  it('is where home leads, when a prize has none', async () => {
    await desk.page.goto(origin);
    await desk.page.getByText('“视频会员月卡”的兑换码已用完').waitFor();
    await desk.page.getByRole('link', { name: '导入兑换码' }).click();
    await desk.page.waitForURL(`${origin}/activities/sale/codes?prize=card`);
    await dialog().getByText('选择文件，或拖到这里').waitFor();
    expect(await dialog().getByLabel('奖品').inputValue()).to.equal('card');
    await expectGoodView(desk.page);
  });

  it('says what is wrong with a file, with the lines', async () => {
    const wrong = [...codes(1, 3), codes(1, 1)[0] as string, '1.23E+17'];
    await chooser().setInputFiles(file(wrong));
    await text('有 2 处问题，一个也不会导入');
    await text('第 4 行：与第 1 行的兑换码相同');
    await expectGoodView(desk.page);
    await dialog().getByLabel('原因').fill('第一批');
    await dialog().getByRole('button', { name: '导入', exact: true }).click();
    await dialog().getByText('文件里有问题，请改好再选一次').waitFor();
  });

  it('says that a file has too many lines', async () => {
    await chooser().setInputFiles(file(codes(1, 200_001)));
    await text('文件超过 200,000 行，请拆成几个文件分别导入，不会重复');
    await expectGoodView(desk.page);
    await dialog().getByRole('button', { name: '导入', exact: true }).click();
    await dialog().getByText('请先选择文件').waitFor();
  });

  it('shows first what an import would do, and does it', async () => {
    await chooser().setInputFiles(file(codes(1, 300)));
    await dialog().getByText('VI•••••••••••01').waitFor();
    const shown = (await dialog().textContent()) ?? '';
    expect(shown).not.to.include('文件里有问题');
    for (const code of codes(1, 3)) expect(shown).not.to.include(code);
    await expectGoodView(desk.page);
    await desk.screenshot('console-codes-checked', 'screen');
    await dialog().getByRole('button', { name: '导入 300 个' }).click();
    await desk.page.getByText('导入了 300 个，现在共有 300 个').waitFor();
    await until(async () => (await figures()).join() === '300,0,0,300', { what: 'the new counts' });
    await expectGoodView(desk.page);
  });

  it('has codes that visitors win', async () => {
    // Before draws know of the codes, nobody wins.
    let users = 0;
    const draw = () =>
      postJson(`${program.base}/shake/draw`, {
        ...{ activity_id: 'sale', token: `demo-visitor${++users}`, request_id: `request-${users}-0` },
      });
    await until(async () => (await draw()).json.data?.prize?.id === 'card', { what: 'a win' });
    await desk.page.reload();
    await until(async () => (await figures())[1] === '1', { what: 'the win in the table' });
  });

  it('finds those that are there, and imports nothing twice', async () => {
    await desk.page.goto(`${origin}/activities/sale/codes`);
    await desk.page.getByRole('button', { name: '为“视频会员月卡”导入兑换码' }).click();
    await chooser().setInputFiles(file(codes(1, 300)));
    await dialog().getByText('这些兑换码都已经导入过，没有新的').waitFor();
    await chooser().setInputFiles(
      file(['兑换码,有效期', ...codes(299, 310).map((code) => `${code},2027-01-01`)], '第二批.csv'),
    );
    await dialog().getByLabel('原因').fill('第二批');
    await dialog().getByRole('button', { name: '导入 10 个' }).click();
    await desk.page.getByText('导入了 10 个，现在共有 310 个').waitFor();
  });

  it('leaves who imported how many, and no code', async () => {
    await desk.page.goto(`${origin}/people/trail?action=codes_imported`);
    await text('第二批');
    const entries = (await desk.page.locator('main').textContent()) ?? '';
    expect(entries).to.include('第一批').and.not.to.include('VIP-');
    await desk.screenshot('console-codes-trail', 'screen');
    await expectGoodView(desk.page);
  });

  it('is found from the prize in the editor', async () => {
    await desk.page.goto(`${origin}/activities/sale/edit`);
    const link = desk.page.getByRole('link', { name: '视频会员月卡: 导入兑换码' });
    await link.scrollIntoViewIfNeeded();
    await expectGoodView(desk.page);
    await link.click();
    await desk.page.waitForURL(`${origin}/activities/sale/codes?prize=card`);
    await dialog().waitFor();
    // The file that was too long was refused. What looks for faults speaks to the phone beside the editor, too, which answers to
    // nobody.
    desk.expectOnly(/409|'postMessage' on 'DOMWindow'/);
  });

  it('fits a phone, in the dark and in English', async () => {
    const phone = await openDesk(browser, {
      ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
      ...{ colorScheme: 'dark', locale: 'en-GB' },
    });
    const { page } = phone;
    await page.goto(`${origin}/activities/sale/codes`);
    await signIn(page, ADMIN);
    await page.getByRole('heading', { name: 'Redeem codes' }).waitFor();
    await page.getByText('“Seen” are those').waitFor();
    await expectGoodView(page);
    await phone.screenshot('console-codes-phone');
    await page.getByRole('button', { name: 'Import codes for “视频会员月卡”' }).click();
    await page.locator('input[type="file"]').setInputFiles(file(codes(305, 320), 'more.txt'));
    await page.getByRole('button', { name: 'Import 10' }).waitFor();
    await expectGoodView(page);
    await phone.screenshot('console-codes-phone-checked', 'screen');
    phone.expectClean();
    await phone.close();
  });
});
