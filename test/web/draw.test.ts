import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

const prizes = [{ id: 'car', name: '一辆小汽车', image: 'media/car.svg' }];
const shake = (odds: string) => ({
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes,
  rules: { chances: { total: 2 }, prizes: { car: { odds } } },
});

describe('a draw on the page', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let user = '';

  before(async () => {
    const pictureless = [{ id: 'car', name: '一辆小汽车' }];
    const luckless = { ...shake('0%'), prizes: pictureless };
    const root = await activitiesDir({ lucky: shake('100%'), luckless });
    await mkdir(join(root, 'lucky', 'media'));
    await writeFile(
      join(root, 'lucky', 'media', 'car.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#e33"/></svg>',
    );
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
    user = `phone-${users++}`;
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const open = (id: string) => phone.page.goto(`${program.base}/?id=${id}&token=demo-${user}`);
  const button = () => phone.page.getByRole('button', { name: '点我摇一摇' });
  const result = (kind: string) => phone.page.locator(`[data-result="${kind}"]`);
  const close = () => phone.page.getByRole('dialog').getByRole('button', { name: '关闭' }).tap();

  /** The names in the sheet of one's prizes. */
  async function prizesInSheet(): Promise<string[]> {
    await phone.page.getByRole('button', { name: /^我的奖品/ }).tap();
    await phone.page.locator('.won li').first().waitFor();
    return phone.page.locator('.won .name').allInnerTexts();
  }

  /** What the server has booked for this user. */
  async function booked(id: string): Promise<{ drawn_total: number; prizes: unknown[] }> {
    return (await ask(`${program.base}/shake/prizes?activity_id=${id}&token=demo-${user}`)).json.data;
  }

  it('that wins shows the prize, the chances left, and the prize among mine', async () => {
    await open('lucky');
    await button().tap();
    await result('won').waitFor();
    await phone.page.getByRole('heading', { name: '一辆小汽车', level: 2 }).waitFor();
    expect(await phone.page.evaluate('document.activeElement.textContent.trim()')).to.equal('再摇一次');
    await phone.screenshot('draw-won');
    await phone.page.keyboard.press('Escape');
    await result('won').waitFor({ state: 'detached' });
    await phone.page.getByText('剩余 1 次机会').waitFor();
    expect(await prizesInSheet()).to.deep.equal(['一辆小汽车']);
    phone.expectClean();
  });

  it('that does not win says so kindly; without a chance there is no further one', async () => {
    await open('luckless');
    await button().tap();
    await result('not_won').waitFor();
    await phone.screenshot('draw-not-won');
    await close();
    await button().tap();
    await result('not_won').waitFor();
    await phone.page.getByRole('button', { name: '知道了' }).tap();
    expect(await phone.page.getByRole('button', { name: '机会已用完' }).isDisabled()).to.equal(true);
    await phone.page.getByText('感谢参与').waitFor();
    await phone.screenshot('draw-no-chance');
    phone.expectClean();
  });

  it('is one, however often the button is tapped', async () => {
    await open('lucky');
    await button().waitFor();
    await phone.page.evaluate("const b = document.querySelector('.draw'); b.click(); b.click(); b.click();");
    await result('won').waitFor();
    expect((await booked('lucky')).drawn_total).to.equal(1);
  });

  it('whose answer is lost is confirmed under the same key, and spends one chance', async () => {
    const keys: string[] = [];
    await phone.page.route('**/shake/draw', async (route) => {
      keys.push(JSON.parse(route.request().postData() ?? '{}').request_id);
      if (keys.length > 1) return route.continue();
      // The server books the draw; its answer does not arrive.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await open('lucky');
    await button().tap();
    await phone.page.getByText('结果确认中').waitFor();
    expect(await phone.page.getByText('没有中奖').count()).to.equal(0);
    await phone.screenshot('draw-confirming');
    await result('won').waitFor();
    expect(new Set(keys).size).to.equal(1);
    expect((await booked('lucky')).drawn_total).to.equal(1);
    phone.expectOnly(/draw|ERR_CONNECTION_RESET/);
  });

  it('that a reload cuts off ends in its true result', async () => {
    let cut = true;
    await phone.page.route('**/shake/draw', async (route) => {
      if (!cut) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await open('lucky');
    await button().tap();
    await phone.page.getByText('结果确认中').waitFor();
    cut = false;
    await phone.page.goto(`${program.base}/?id=lucky`);
    await result('won').waitFor();
    expect(await booked('lucky')).to.have.property('drawn_total', 1);
    await close();
    await phone.page.reload();
    await button().waitFor();
    expect(await result('won').count()).to.equal(0);
  });

  it('after the chances were spent elsewhere shows what is so', async () => {
    await open('lucky');
    await button().waitFor();
    for (const key of ['elsewhere-1', 'elsewhere-2']) {
      const body = JSON.stringify({ activity_id: 'lucky', token: `demo-${user}`, request_id: key });
      await fetch(`${program.base}/shake/draw`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    }
    await button().tap();
    expect(await phone.page.getByRole('button', { name: '机会已用完' }).isDisabled()).to.equal(true);
    expect(await prizesInSheet()).to.have.length(2);
    phone.expectClean();
  });
});
