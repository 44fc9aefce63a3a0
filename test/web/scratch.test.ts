import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';
import { stopClock, stopLongTimers } from './support/clock.ts';

const PRIZE = '一辆小汽车';
/* As the page has them: the tension before a result, the rest after which a coin comes, and its way with a last look. */
const SUSPENSE_MS = 1_500;
const REST_MS = 5_000;
const COIN_MS = 2_000;

/** Something that the test lets happen. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('scratching a card with a finger', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let user = '';

  before(async () => {
    const scratch = (odds: string, total: number) => ({
      dispatch: 'shake',
      title: '刮一刮',
      is_login_user: true,
      page: { stage: 'scratch' },
      prizes: [{ id: 'car', name: PRIZE, value: '¥99999' }],
      rules: { chances: { total }, prizes: { car: { odds } } },
    });
    const root = await activitiesDir({ lucky: scratch('100%', 3), luckless: scratch('0%', 3) });
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser, { reducedMotion: 'no-preference' });
    user = `scratcher-${users++}`;
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const card = () => phone.page.locator('.scratch');
  const open = async (id: string) => {
    await phone.page.goto(`${program.base}/?id=${id}&token=demo-${user}`);
    await card().locator('canvas').waitFor();
  };
  const result = (kind: string) => phone.page.locator(`[data-result="${kind}"]`);
  const drawn = async (id: string) =>
    (await ask(`${program.base}/shake/prizes?activity_id=${id}&token=demo-${user}`)).json.data.drawn_total;

  /** Moves the finger over the coating, from place to place, each a part of its width and height. */
  async function stroke(...places: readonly (readonly [number, number])[]): Promise<void> {
    const { mouse } = phone.page;
    const box = await card().locator('canvas').boundingBox();
    if (!box) throw new Error('the card has no coating');
    for (const [index, [x, y]] of places.entries()) {
      await mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
      if (index === 0) await mouse.down();
    }
    await mouse.up();
  }

  const band = (y: number) =>
    [
      [0.02, y],
      [0.98, y],
    ] as const;

  /** How much of the coating's middle column can be seen through, 0 to 1. */
  const seenThrough = () =>
    phone.page.evaluate(`(() => {
      const canvas = document.querySelector('.scratch canvas');
      const { data } = canvas.getContext('2d').getImageData(canvas.width / 2, 0, 1, canvas.height);
      return data.filter((value, index) => index % 4 === 3 && value === 0).length / canvas.height;
    })()`);

  it('draws once, at the first stroke, and shows the result when enough is off', async () => {
    const answer = gate();
    let asked = 0;
    await stopLongTimers(phone.page);
    await phone.page.route('**/shake/draw', async (route) => {
      asked += 1;
      await answer.opened;
      await route.continue();
    });
    await open('lucky');
    expect(await seenThrough()).to.equal(0);
    await stroke(...band(0.2));
    await phone.page.locator('.draw[data-phase="drawing"]').waitFor();
    await stroke(...band(0.35));
    expect(await seenThrough()).to.be.greaterThan(0.2);
    // The answer is not here: there is nothing to read beneath, however much is off.
    expect(await card().innerText())
      .to.include('正在揭晓')
      .and.not.to.include(PRIZE);

    answer.open();
    await card().getByText(PRIZE).waitFor();
    expect(await result('won').count()).to.equal(0);
    await stroke(...band(0.5), ...band(0.65), ...band(0.8));
    await phone.page.locator('.scratch[data-landed="car"]').waitFor();
    await result('won').waitFor();
    expect(asked).to.equal(1);
    expect(await drawn('lucky')).to.equal(1);
    // Of this test, which reads the canvas more than once.
    phone.expectOnly(/willReadFrequently/);
  });

  it('goes on under the finger when all of it is off before the answer is here', async () => {
    const answer = gate();
    await stopLongTimers(phone.page);
    await phone.page.route('**/shake/draw', async (route) => {
      await answer.opened;
      await route.continue();
    });
    await open('luckless');
    await stroke(...[0.1, 0.3, 0.5, 0.7, 0.9].flatMap((y) => band(y)));
    expect(await card().innerText()).to.include('正在揭晓');
    expect(await card().getAttribute('data-landed')).to.equal(null);
    answer.open();
    await phone.page.locator('.scratch[data-landed="none"]').waitFor();
    expect(await card().innerText()).to.include('谢谢参与');
    await result('not_won').waitFor();
    phone.expectClean();
  });

  it('scratches itself clean when the button is tapped, and is followed by a fresh card', async () => {
    await open('lucky');
    // It breathes, so it never stands still.
    await phone.page.locator('.draw').tap({ force: true });
    await result('won').waitFor();
    await phone.page.keyboard.press('Escape');
    await result('won').waitFor({ state: 'detached' });
    expect(await seenThrough()).to.equal(0);
    expect(await card().getAttribute('data-landed')).to.equal(null);
    expect(await drawn('lucky')).to.equal(1);
  });

  it('scratches itself clean when the visitor rests', async () => {
    const { page } = phone;
    await stopClock(page);
    await open('lucky');
    await Promise.all([page.waitForResponse('**/shake/draw'), stroke([0.1, 0.1], [0.12, 0.12])]);
    await page.clock.runFor(SUSPENSE_MS);
    await page.locator('.draw[data-phase="revealing"]').waitFor();
    await page.clock.runFor(REST_MS - 100);
    expect(await page.locator('.coin').count()).to.equal(0);
    await page.clock.runFor(200);
    await page.locator('.coin.runs').waitFor({ state: 'attached' });
    expect(await result('won').count()).to.equal(0);
    await page.clock.runFor(COIN_MS);
    await page.locator('.scratch[data-landed="car"]').waitFor();
    await result('won').waitFor({ state: 'attached' });
    expect(await drawn('lucky')).to.equal(1);
  });

  it('keeps what is scratched off when the phone is turned', async () => {
    await phone.page.route('**/shake/draw', () => {});
    await open('lucky');
    await stroke(...band(0.5));
    const before = Number(await seenThrough());
    const width = () => phone.page.evaluate("document.querySelector('.scratch canvas').width");
    const wide = await width();
    await phone.page.setViewportSize({ width: 844, height: 390 });
    await until(async () => (await width()) !== wide, { what: 'the card to be drawn for the other shape' });
    expect(Number(await seenThrough())).to.be.closeTo(before, 0.06);
  });

  it('leaves the coating whole, and the page to scroll, when no chance is left', async () => {
    await open('lucky');
    const draws = [1, 2, 3].map((key) => ({
      activity_id: 'lucky',
      token: `demo-${user}`,
      request_id: `elsewhere-${key}`,
    }));
    for (const body of draws) {
      await fetch(`${program.base}/shake/draw`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    }
    await phone.page.reload();
    await phone.page.getByRole('button', { name: '机会已用完' }).waitFor();
    await card().locator('canvas').waitFor();
    await stroke(...band(0.5));
    expect(await seenThrough()).to.equal(0);
    expect(
      await phone.page.evaluate("getComputedStyle(document.querySelector('.scratch canvas')).touchAction"),
    ).to.equal('auto');
  });
});
