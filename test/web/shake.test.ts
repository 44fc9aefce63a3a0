import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { askFirst, keepMoving, move } from './support/motion.ts';

const SHAKE = 25;
const WALK = 3;
/* Longer than the time between two shakes, and than a result is read before a shake puts it away. */
const REST = 2_000;

describe('shaking the phone', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let user = '';

  before(async () => {
    const root = await activitiesDir({
      lucky: {
        dispatch: 'shake',
        title: '摇一摇',
        is_login_user: true,
        prizes: [{ id: 'car', name: '一辆小汽车' }],
        rules: { chances: { total: 3 }, prizes: { car: { odds: '100%' } } },
      },
    });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
    user = `shaker-${users++}`;
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const open = async () => {
    // Runs as ever, and can be put forward.
    await phone.page.clock.install();
    await phone.page.goto(`${program.base}/?id=lucky&token=demo-${user}`);
    await button('点我摇一摇').waitFor();
  };
  const button = (name: string | RegExp) => phone.page.getByRole('button', { name });
  const text = (words: string | RegExp) => phone.page.getByText(words).first().waitFor();
  const won = () => phone.page.locator('[data-result="won"]');
  const drawn = async () =>
    (await ask(`${program.base}/shake/prizes?activity_id=lucky&token=demo-${user}`)).json.data.drawn_total;

  it('draws once for one shake, however long the arm swings on', async () => {
    await open();
    const moveOn = await keepMoving(phone.page, SHAKE);
    await until(
      async () => {
        await moveOn(100);
        return won().isVisible();
      },
      { what: 'the result' },
    );
    await moveOn(4_000);
    expect(await drawn()).to.equal(1);
    phone.expectClean();
  });

  it('draws again when it is shaken again after the result was put away', async () => {
    await open();
    await move(phone.page, SHAKE, 300);
    await won().waitFor();
    await button('关闭').tap();
    await phone.page.clock.fastForward(REST);
    await move(phone.page, SHAKE, 300);
    await won().waitFor();
    expect(await drawn()).to.equal(2);
  });

  it('puts the result away and draws again when it is shaken after a rest', async () => {
    await open();
    await move(phone.page, SHAKE, 300);
    await text('还可抽 2 次');
    await phone.page.clock.fastForward(REST);
    await move(phone.page, SHAKE, 300);
    await text('还可抽 1 次');
    expect(await drawn()).to.equal(2);
  });

  it('does not shake away a code that is to be kept', async () => {
    await open();
    let draws = 0;
    await phone.page.route('**/shake/draw', async (route) => {
      draws += 1;
      const json = await (await route.fetch()).json();
      for (const win of json.data.user_draw_info.prizes)
        win.delivery = { by: 'code', state: 'ready', code: 'KEEP-ME' };
      await route.fulfill({ json });
    });
    await move(phone.page, SHAKE, 300);
    await text('KEEP-ME');
    await phone.page.clock.fastForward(REST);
    await move(phone.page, SHAKE, 300);
    expect(await won().count()).to.equal(1);
    expect(draws).to.equal(1);
  });

  it('does not take a walk for a shake, nor a shake together with a tap for two', async () => {
    await open();
    await move(phone.page, WALK, 1200);
    expect(await drawn()).to.equal(0);
    await button('点我摇一摇').tap();
    await move(phone.page, SHAKE, 400);
    await won().waitFor();
    expect(await drawn()).to.equal(1);
  });

  it('draws nothing while a sheet lies over the page', async () => {
    await open();
    await button(/我的奖品/).tap();
    await phone.page.getByRole('heading', { name: '我的奖品' }).waitFor();
    await move(phone.page, SHAKE, 600);
    await button('关闭').tap();
    expect(await drawn()).to.equal(0);
    // The shake under the sheet counts as one, and there is at most one in a second.
    await phone.page.clock.fastForward(REST);
    await move(phone.page, SHAKE, 300);
    await won().waitFor();
    expect(await drawn()).to.equal(1);
  });

  it('does nothing once it is switched off, also after a reload; the button still draws', async () => {
    await open();
    await phone.page.getByRole('switch', { name: '摇动' }).tap();
    await text('摇动已关闭');
    await move(phone.page, SHAKE, 600);
    await phone.page.reload();
    await text('摇动已关闭');
    await move(phone.page, SHAKE, 600);
    expect(await drawn()).to.equal(0);
    await button('点我摇一摇').tap();
    await won().waitFor();
    expect(await drawn()).to.equal(1);
    phone.expectClean();
  });

  it('asks for the sensor from the tap on the button for it, and then listens', async () => {
    await askFirst(phone.page, 'granted');
    await open();
    await text('允许使用动作传感器');
    await button('开启摇一摇').tap();
    await move(phone.page, SHAKE, 300);
    await won().waitFor();
    expect(await drawn()).to.equal(1);
  });

  it('goes on with the button alone when the sensor is refused, or says nothing', async () => {
    await askFirst(phone.page, 'denied');
    await open();
    await button('开启摇一摇').tap();
    await text('未开启动作权限');
    await button('点我摇一摇').tap();
    await won().waitFor();
    await phone.close();

    phone = await borrowPhone(browser);
    await askFirst(phone.page, 'granted');
    await open();
    await button('开启摇一摇').tap();
    await text('当前设备不支持摇一摇');
    await button('点我摇一摇').tap();
    await won().waitFor();
  });

  it('remembers that the sound is off', async () => {
    await open();
    const sound = phone.page.getByRole('switch', { name: '声音' });
    expect(await sound.getAttribute('aria-checked')).to.equal('true');
    await sound.tap();
    await phone.page.reload();
    await sound.waitFor();
    expect(await sound.getAttribute('aria-checked')).to.equal('false');
  });

  it('keeps up the suspense for 1.5 s, and no animation has to end for the result to come', async () => {
    await phone.close();
    phone = await borrowPhone(browser, { reducedMotion: 'no-preference' });
    await open();
    // Animations that never run never end.
    await phone.page.evaluate(`document.getAnimations().forEach((animation) => animation.pause())`);
    const asked = await phone.page.evaluate('performance.now()');
    await button('点我摇一摇').tap();
    await won().waitFor();
    const shown = await phone.page.evaluate('performance.now()');
    expect(Number(shown) - Number(asked)).to.be.at.least(1500);
  });

  it('can all be done by keyboard', async () => {
    const { keyboard } = phone.page;
    await open();
    const focused = () =>
      phone.page.evaluate('document.activeElement.textContent.trim().replace(/\\s+/g, " ")');
    async function tabTo(name: RegExp): Promise<void> {
      for (let presses = 0; presses < 12; presses++) {
        await keyboard.press('Tab');
        if (name.test(String(await focused()))) return;
      }
      throw new Error(`the focus never came to ${name}`);
    }
    await tabTo(/^点我摇一摇$/);
    await keyboard.press('Enter');
    await won().waitFor();
    expect(await focused()).to.equal('再摇一次');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    // The focus does not stray behind the result.
    expect(
      await phone.page.evaluate(
        'document.querySelector("#app").contains(document.activeElement) && !document.activeElement.closest("dialog")',
      ),
    ).to.equal(false);
    await keyboard.press('Escape');
    await won().waitFor({ state: 'detached' });
    expect(await focused()).to.equal('点我摇一摇');
    await tabTo(/^我的奖品/);
    await keyboard.press('Enter');
    await phone.page.getByRole('dialog', { name: '我的奖品' }).waitFor();
    await keyboard.press('Escape');
    expect(await focused()).to.match(/^我的奖品/);
    await tabTo(/^抽奖公平性说明$/);
    await keyboard.press('Space');
    await phone.page.getByRole('dialog', { name: '抽奖公平性说明' }).waitFor();
    phone.expectClean();
  });
});

describe('a page that was put away', () => {
  let browser: Browser;
  let program: RunningProgram;

  before(async () => {
    [browser, program] = await Promise.all([startBrowser(), startProgram()]);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('asks anew when iOS gives it back frozen, or when it comes into sight', async () => {
    const phone = await borrowPhone(browser);
    await phone.page.goto(`${program.base}/?id=1055&token=demo-frozen@1000`);
    await phone.page.getByText('剩余 3 次机会').waitFor();
    const url = `${program.base}/shake/draw`;
    for (const [left, event] of [
      [3, "new PageTransitionEvent('pageshow', { persisted: true })"],
      [2, "new Event('visibilitychange')"],
    ] as const) {
      await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          activity_id: '1055',
          token: 'demo-frozen@1000',
          request_id: `elsewhere-${left}`,
        }),
      });
      await phone.page.evaluate(
        `(${event.includes('pageshow') ? 'window' : 'document'}).dispatchEvent(${event})`,
      );
      await phone.page.getByText(`剩余 ${left - 1} 次机会`).waitFor();
    }
    phone.expectClean();
    await phone.close();
  });

  it('opens by itself when the network is back, or when the server has time', async () => {
    const phone = await borrowPhone(browser);
    let busy = 1;
    await phone.page.route('**/static', async (route) => {
      if (busy-- <= 0) return route.continue();
      const json = { ret: 5003, msg: '系统繁忙，请稍后再试', data: '', timestamp: 1 };
      return route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json });
    });
    await phone.page.goto(`${program.base}/?id=1056`);
    await phone.page.locator('[data-state="busy"]').waitFor();
    await phone.page.locator('.card').first().waitFor();

    let offline = true;
    await phone.page.route('**/static', async (route) => {
      if (!offline) return route.continue();
      await phone.context.setOffline(true);
      return route.abort('internetdisconnected');
    });
    await phone.page.evaluate('location.reload()');
    await phone.page.locator('[data-state="offline"]').waitFor();
    offline = false;
    await phone.context.setOffline(false);
    await phone.page.locator('.card').first().waitFor();
    await phone.close();
  });
});
