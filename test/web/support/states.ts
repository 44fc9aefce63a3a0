import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Route } from 'playwright-core';
import { activitiesDir } from '../../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../../support/built-program.ts';
import { postJson } from '../../support/http.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { expectAccessible } from './accessibility.ts';
import { loadPictures, openPhone, type Phone, startBrowser } from './browser.ts';
import { DELIVERIES, deliver, refused, serveTickets } from './deliveries.ts';
import { askFirst } from './motion.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

interface Device {
  readonly screen: BrowserContextOptions & { readonly viewport: { width: number; height: number } };
  /** The size of text that the reader has set, where it is not the usual 16. */
  readonly fontSize?: number;
  /** The states that this device is worth looking at in; all, if it does not say. */
  readonly only?: readonly string[];
  /** Looked over by axe too: what it looks for hardly depends on the screen. */
  readonly audited?: boolean;
}

const DARK_CORNERS = [
  'shake',
  'won',
  'my-prizes',
  'sku',
  'not-started',
  'earn',
  'earn-no-chance',
  'shake-long-names',
  'sku-long-names',
  'won-code',
  'my-deliveries',
  'claim-wrong',
  'ticket',
];

const DEVICES = {
  small: { screen: { viewport: { width: 320, height: 568 }, deviceScaleFactor: 2 }, audited: true },
  large: { screen: { viewport: { width: 430, height: 932 }, deviceScaleFactor: 2 } },
  tablet: { screen: { viewport: { width: 820, height: 1180 }, deviceScaleFactor: 1 } },
  landscape: {
    screen: { viewport: { width: 667, height: 375 }, deviceScaleFactor: 2 },
    only: DARK_CORNERS,
    audited: true,
  },
  enlarged: {
    screen: { viewport: { width: 375, height: 667 }, deviceScaleFactor: 2 },
    fontSize: 28,
    only: DARK_CORNERS,
    audited: true,
  },
} satisfies Readonly<Record<string, Device>>;

const LONG = '一个长到没有人愿意读完的名字ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789然后它还没有结束';

/** A state of the page: how it is reached, and what shows that it is. */
interface State {
  readonly name: string;
  readonly reach: (visit: Visit) => Promise<unknown>;
}

interface Visit {
  readonly phone: Phone;
  /** Of a user that nobody else is. */
  readonly token: string;
  readonly base: string;
  open(query: string): Promise<unknown>;
  state(kind: string): Promise<void>;
  text(text: string | RegExp): Promise<void>;
  tap(name: string | RegExp): Promise<void>;
}

/** Lets the server do its work, and loses the answer. */
async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

const EACH: readonly Record<string, unknown>[] = [
  { name: '满99减3元券', image: 'media/thanks.svg', delivery: DELIVERIES.hand },
  { name: '50元优惠券', image: 'media/coupon-50.svg', delivery: DELIVERIES.preparing },
  { name: '会员积分', delivery: DELIVERIES.delivered },
  { name: '奶茶兑换券', image: 'media/tea.svg', delivery: DELIVERIES.redeemed },
  { name: '会员积分', delivery: DELIVERIES.failed },
  { name: '旗舰手机一部', image: 'media/phone.svg', delivery: DELIVERIES.received },
  { name: '奶茶兑换券', image: 'media/tea.svg', delivery: DELIVERIES.counter, claim: '到店出示二维码领取' },
  {
    name: '降噪耳机',
    image: 'media/earphones.svg',
    delivery: { ...DELIVERIES.wanted, until: inDays(2.5) },
    claim: '填写收货地址后寄出',
  },
  {
    name: '10元优惠券',
    image: 'media/coupon-10.svg',
    delivery: DELIVERIES.code,
    claim: '下单时填入，30 天内有效',
  },
];

/** A win for each of the above. */
async function winEach(base: string, token: string): Promise<void> {
  for (const index of EACH.keys()) {
    const body = { activity_id: 'generous', token, request_id: `each-delivery-${index}` };
    expect((await postJson(`${base}/shake/draw`, body)).json.ret).to.equal(0);
  }
}

/** Draws the one chance of `earn`. */
async function useUp({ open, tap, token }: Visit): Promise<void> {
  await open(`id=earn&token=${token}`);
  await tap('点我抽奖');
  await tap('知道了');
}

const hold = () => new Promise<void>(() => {});
const envelope = (ret: number, msg: string) => ({ ret, msg, data: '', timestamp: 1_764_000_000 });

const STATES: readonly State[] = [
  {
    name: 'loading',
    async reach({ phone, open }) {
      await phone.page.route('**/static', hold);
      await open('id=1055');
      await phone.page.getByText('正在加载').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'shake',
    async reach({ open, text, token }) {
      await open(`id=1055&token=${token}`);
      await text(/还可抽 *3 *次/);
      await text('点我抽奖');
    },
  },
  {
    name: 'shake-may-ask',
    async reach({ phone, open, text, token }) {
      await askFirst(phone.page, 'granted');
      await open(`id=1055&token=${token}`);
      await text('开始摇一摇');
    },
  },
  {
    name: 'shake-no-sensor',
    async reach({ phone, open, tap, text, token }) {
      await askFirst(phone.page, 'granted');
      await open(`id=1055&token=${token}`);
      await tap('开始摇一摇');
      await text('这里感应不到摇动');
    },
  },
  {
    name: 'shake-refused-sensor',
    async reach({ phone, open, text, tap, token }) {
      await askFirst(phone.page, 'denied');
      await open(`id=1055&token=${token}`);
      await tap('开始摇一摇');
      await text('没有得到传感器的许可');
    },
  },
  {
    name: 'drawing',
    async reach({ phone, open, tap, text, token }) {
      await phone.page.route('**/shake/draw', hold);
      await open(`id=1055&token=${token}`);
      await tap('点我抽奖');
      await text('抽奖中');
    },
  },
  {
    name: 'confirming',
    async reach({ phone, open, tap, text, token }) {
      await phone.page.route('**/shake/draw', lose);
      await open(`id=1055&token=${token}`);
      await tap('点我抽奖');
      await text('网络不太顺畅');
      expect(await phone.page.getByText('没有中奖').count()).to.equal(0);
    },
  },
  {
    name: 'won',
    async reach({ phone, open, tap, token }) {
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await phone.page.locator('[data-result="won"]').waitFor();
    },
  },
  {
    name: 'not-won',
    async reach({ phone, open, tap, token }) {
      await open(`id=luckless&token=${token}`);
      await tap('点我抽奖');
      await phone.page.locator('[data-result="not_won"]').waitFor();
    },
  },
  {
    name: 'no-chance-today',
    async reach({ open, tap, text, token }) {
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('知道了');
      await text('今天的抽奖次数已用完');
      await text(/下次机会：\d+月\d+日 00:00/);
    },
  },
  {
    name: 'no-chance',
    async reach({ open, tap, text, token }) {
      await open(`id=luckless&token=${token}`);
      await tap('点我抽奖');
      await tap('知道了');
      await text('抽奖次数已用完');
      await text('感谢参与');
    },
  },
  {
    name: 'my-prizes',
    async reach({ phone, open, tap, text, token }) {
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('知道了');
      await tap(/^我的奖品/);
      await text('今天抽了 1 次');
      await phone.page.getByRole('dialog').getByText('到店出示即可领取').waitFor();
    },
  },
  {
    name: 'no-prizes-yet',
    async reach({ open, tap, text, token }) {
      await open(`id=1055&token=${token}`);
      await tap(/^我的奖品/);
      await text('还没有奖品');
    },
  },
  {
    name: 'many-prizes',
    async reach({ phone, open, tap, text, token, base }) {
      for (let draw = 0; draw < 60; draw += 1) {
        const body = { activity_id: 'generous', token, request_id: `many-prizes-${draw}` };
        expect((await postJson(`${base}/shake/draw`, body)).json.ret).to.equal(0);
      }
      await open(`id=generous&token=${token}`);
      await tap(/^我的奖品 *60/);
      await phone.page.getByRole('dialog').getByRole('listitem').nth(49).scrollIntoViewIfNeeded();
      await text('已显示 60 件');
    },
  },
  {
    name: 'won-code',
    async reach({ phone, open, tap, text, token }) {
      await deliver(phone.page, () => ({ claim: '下单时填入，30 天内有效', delivery: DELIVERIES.code }));
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await text(DELIVERIES.code.code);
    },
  },
  {
    name: 'won-form',
    async reach({ phone, open, tap, text, token }) {
      const delivery = { ...DELIVERIES.wanted, until: inDays(2.5) };
      await deliver(phone.page, () => ({ claim: '填写收货地址后寄出', delivery }));
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await text('填写领奖信息');
      await text('还剩 2 天');
    },
  },
  {
    name: 'my-deliveries',
    async reach({ phone, open, tap, text, token, base }) {
      await winEach(base, token);
      await deliver(phone.page, (_, index) => EACH[index] ?? {});
      await open(`id=generous&token=${token}`);
      await tap(/^我的奖品/);
      await text(DELIVERIES.code.code);
    },
  },
  {
    name: 'claim-wrong',
    async reach({ phone, open, tap, text, token }) {
      const { page } = phone;
      const delivery = { ...DELIVERIES.wanted, until: inDays(2.5) };
      await deliver(page, () => ({ delivery }));
      await page.route('**/shake/claim', (route) => route.fulfill(refused(1001, { field: 'form.phone' })));
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('填写领奖信息');
      await page.getByLabel('姓名').fill('王小明');
      await page.getByLabel('手机号').fill('12345');
      await page.getByLabel('收货地址').fill('上海市浦东新区世纪大道 100 号');
      await tap('提交');
      await text('请检查手机号是否填写正确');
    },
  },
  {
    name: 'claim-received',
    async reach({ phone, open, tap, text, token }) {
      await deliver(phone.page, () => ({ delivery: { ...DELIVERIES.received, until: inDays(2.5) } }));
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('查看领奖信息');
      await text('环球金融中心');
    },
  },
  {
    name: 'ticket',
    async reach({ phone, open, tap, token }) {
      await deliver(phone.page, () => ({ delivery: DELIVERIES.counter }));
      await serveTickets(phone.page);
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('到店出示');
      await phone.page.getByRole('img', { name: '核销二维码' }).waitFor();
    },
  },
  {
    name: 'ticket-offline',
    async reach({ phone, open, tap, text, token }) {
      await deliver(phone.page, () => ({ delivery: DELIVERIES.counter }));
      await serveTickets(phone.page, 1_500);
      await open(`id=lucky&token=${token}`);
      await tap('点我抽奖');
      await tap('到店出示');
      await phone.page.getByRole('img', { name: '核销二维码' }).waitFor();
      await phone.page.route('**/shake/*', (route) => route.abort('internetdisconnected'));
      await text('连不上服务');
    },
  },
  {
    name: 'earn',
    async reach({ open, text, token }) {
      await open(`id=earn&token=${token}`);
      await text('多抽几次');
      await text('还剩 3 位');
    },
  },
  {
    name: 'earn-no-chance',
    async reach(visit) {
      await useUp(visit);
      await visit.text('做任务，马上再抽');
    },
  },
  {
    name: 'earned',
    async reach(visit) {
      await useUp(visit);
      await visit.tap('签到');
      await visit.text('抽奖机会 +1');
      await visit.text('今天已签到');
      await visit.text('含奖励 1 次');
    },
  },
  {
    name: 'earned-already',
    async reach({ phone, open, tap, text, token }) {
      await phone.page.route('**/shake/chances', (route) =>
        route.fulfill({ json: envelope(2003, '已领取过该机会') }),
      );
      await open(`id=earn&token=${token}`);
      await tap('签到');
      await text('已领取过了');
    },
  },
  {
    name: 'earn-busy',
    async reach({ phone, open, tap, text, token }) {
      const json = envelope(5003, '系统繁忙，请稍后再试');
      await phone.page.route('**/shake/chances', (route) =>
        route.fulfill({ status: 503, headers: { 'Retry-After': '60' }, json }),
      );
      await open(`id=earn&token=${token}`);
      await tap('签到');
      await text('正在为你排队');
    },
  },
  {
    name: 'earn-copied',
    async reach({ open, tap, text, token }) {
      await open(`id=earn&token=${token}`);
      await tap('邀请好友');
      await text('邀请链接已复制');
    },
  },
  {
    name: 'earn-by-hand',
    async reach({ phone, open, tap, token }) {
      await phone.page.addInitScript(
        `navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
         document.execCommand = () => false;`,
      );
      await open(`id=earn&token=${token}`);
      await tap('邀请好友');
      await phone.page.getByRole('textbox', { name: '链接' }).waitFor();
    },
  },
  {
    name: 'helped',
    async reach({ phone, open, text, token, base }) {
      const inviter = { activity_id: 'earn', token: `${token.split('@')[0]}-inviter@1000` };
      const { json } = await postJson(`${base}/static`, inviter);
      await open(`id=earn&from=${json.data.user_draw_info.invite_code}&token=${token}`);
      await text('已为好友助力');
      expect(phone.page.url()).to.match(/\?id=earn$/);
    },
  },
  {
    name: 'fairness',
    async reach({ open, tap, text, token }) {
      await open(`id=1055&token=${token}`);
      await tap('本次抽奖可验证');
      await text(/^[0-9a-f]{64}$/);
      await text('活动结束后公布');
    },
  },
  {
    name: 'not-started',
    async reach({ phone, open, state, token }) {
      await open(`id=soon&token=${token}`);
      await state('not_started');
      await phone.page.getByRole('timer').waitFor();
    },
  },
  {
    name: 'ended-with-prizes',
    async reach({ phone, open, state, text }) {
      const face = { image: 'media/car.svg', claim: '到店出示即可领取', claim_url: '?id=1055' };
      await deliver(phone.page, () => ({ ...face, delivery: DELIVERIES.counter }));
      await open('id=over&token=demo-winner');
      await state('ended');
      await text('一辆小汽车');
      await text('到店出示');
      await phone.page.getByRole('button', { name: '本次抽奖可验证' }).waitFor();
    },
  },
  {
    name: 'fairness-revealed',
    async reach({ phone, open, tap, text }) {
      await open('id=over&token=demo-winner');
      await tap('本次抽奖可验证');
      await phone.page.getByText('查看种子').first().tap();
      await text('公布于');
    },
  },
  {
    name: 'ended-as-stranger',
    async reach({ open, state, text }) {
      await open('id=over');
      await state('please_log_in');
      await text('登录后即可参与活动');
    },
  },
  {
    name: 'please-log-in',
    async reach({ open, state }) {
      await open('id=1055');
      await state('please_log_in');
    },
  },
  {
    name: 'login-expired',
    async reach({ open, state, text }) {
      await open('id=1057&token=worn-out');
      await state('please_log_in');
      await text('登录已失效');
    },
  },
  {
    name: 'wrong-zone',
    async reach({ open, state }) {
      await open('id=1055&token=demo-bob@9999');
      await state('wrong_zone');
    },
  },
  {
    name: 'too-many-requests',
    async reach({ phone, open, state }) {
      const json = envelope(4029, '操作太频繁，请稍后再试');
      await phone.page.route('**/static', (route) =>
        route.fulfill({ status: 429, headers: { 'Retry-After': '60' }, json }),
      );
      await open('id=1055');
      await state('too_many_requests');
    },
  },
  {
    name: 'busy',
    async reach({ phone, open, state }) {
      const json = envelope(5003, '系统繁忙，请稍后再试');
      await phone.page.route('**/static', (route) =>
        route.fulfill({ status: 503, headers: { 'Retry-After': '60' }, json }),
      );
      await open('id=1055');
      await state('busy');
    },
  },
  {
    name: 'offline',
    async reach({ phone, open, state }) {
      await phone.page.route('**/static', async (route) => {
        await phone.context.setOffline(true);
        await route.abort('internetdisconnected');
      });
      await open('id=1055');
      await state('offline');
    },
  },
  {
    name: 'failed',
    async reach({ phone, open, state }) {
      await phone.page.route('**/static', (route) => route.abort('connectionfailed'));
      await open('id=1055');
      await state('failed');
    },
  },
  {
    name: 'no-such-activity',
    async reach({ open, state }) {
      await open('id=nothing-here');
      await state('no_such_activity');
    },
  },
  {
    name: 'sku',
    async reach({ phone, open }) {
      await open('id=1056');
      await phone.page.getByRole('navigation', { name: '商品分类' }).waitFor();
    },
  },
  {
    name: 'sku-night',
    async reach({ phone, open }) {
      await open('id=1057&token=demo-carol@1000');
      await phone.page.locator('.sold-out').waitFor();
    },
  },
  {
    name: 'sku-none-in-zone',
    async reach({ open, text }) {
      await open('id=elsewhere&token=demo-dave@1001');
      await text('暂无商品');
    },
  },
  {
    name: 'sku-hundreds',
    async reach({ phone, open }) {
      await open('id=hundreds');
      await phone.page.locator('.card').first().waitFor();
      expect(await phone.page.locator('.card').count()).to.equal(300);
    },
  },
  {
    name: 'shake-bare',
    async reach({ open, text, token }) {
      await open(`id=bare&token=${token}`);
      await text('抽奖次数不限');
    },
  },
  {
    name: 'shake-long-names',
    async reach({ open, text, token }) {
      await open(`id=long&token=${token}`);
      await text('还可抽');
    },
  },
  {
    name: 'sku-long-names',
    async reach({ phone, open }) {
      await open('id=long-sku');
      await phone.page.locator('.card').first().waitFor();
    },
  },
];

const SHIPPED = ['1055', '1056', '1057'];

/** The shipped activities, and some more for what they do not come to. */
async function allActivities(): Promise<string> {
  const shipped = Object.fromEntries(
    await Promise.all(SHIPPED.map(async (id) => [id, await readFile(`activities/${id}/data.json`, 'utf8')])),
  );
  const car = { id: 'car', name: '一辆小汽车', claim: '到店出示即可领取', claim_url: '?id=1055' };
  const shake = (odds: string, chances: object) => ({
    dispatch: 'shake',
    title: '周年庆摇一摇',
    is_login_user: true,
    page: { subtitle: '摇出好心情', theme: { primary: '#5b21b6', background: '#f5f0ff', accent: '#5b21b6' } },
    prizes: [car],
    rules: { chances, prizes: { car: { odds } } },
  });
  const page = {
    subtitle: '每天三次，次次有礼',
    login_url: '/login?return={return}',
    theme: { primary: '#0f5f78', background: '#eef7fa', accent: '#0f5f78' },
    rules_text: ['活动期间每位用户每天可参与三次。'],
    contact: '客服电话 400-000-0000',
  };
  const sku = (more: object, index = 0) => ({
    sku_id: String(index),
    name: `好物第 ${index + 1} 号`,
    price: '9.90',
    market_price: '19.90',
    ...more,
  });
  const dir = await activitiesDir({
    ...shipped,
    lucky: shake('100%', { per_day: 1 }),
    luckless: shake('0%', { total: 1 }),
    soon: { ...shake('0%', {}), page, starts_at: inDays(2.5), ends_at: inDays(9) },
    over: { ...shake('100%', {}), page },
    generous: { ...shake('100%', {}), prizes: [{ id: 'car', name: '一辆小汽车' }] },
    earn: shake('0%', {
      total: 1,
      earn: { sign_in: { per_day: 1 }, share: { per_day: 2 }, invite: { each: 2, total: 3 } },
    }),
    bare: { dispatch: 'shake', is_login_user: true },
    elsewhere: {
      dispatch: 'sku',
      title: '同城好物',
      is_login_user: true,
      page,
      skus: [sku({ zones: ['1000'] })],
    },
    hundreds: {
      dispatch: 'sku',
      title: '全场好物',
      skus: Array.from({ length: 300 }, (_, index) =>
        sku({ group: `第 ${Math.floor(index / 50) + 1} 场` }, index),
      ),
    },
    long: {
      ...shake('0%', { total: 3 }),
      title: LONG,
      page: { ...page, subtitle: LONG, action: { text: LONG, url: '?id=1055' } },
      prizes: [
        { id: 'car', name: LONG },
        { id: 'b', name: LONG },
      ],
    },
    'long-sku': {
      dispatch: 'sku',
      title: LONG,
      page,
      skus: [
        sku({ name: LONG, unit: LONG, tags: [LONG, LONG], group: LONG, price: '123456789.00' }),
        sku({ name: LONG, group: '短' }, 1),
      ],
    },
  });
  await cp('activities/1055/media/phone.svg', join(dir, 'over', 'media', 'car.svg'));
  await cp('activities/1055/media', join(dir, 'generous', 'media'), { recursive: true });
  for (const id of SHIPPED) await cp(`activities/${id}/media`, join(dir, id, 'media'), { recursive: true });
  return dir;
}

/** Lets the winner win while `over` still runs, and ends it. */
async function endAfterWin(activities: string, dataDir: string): Promise<void> {
  const env = { ACTIVITIES_DIR: activities, DATA_DIR: dataDir };
  const program = await startProgram(env);
  const body = { activity_id: 'over', token: 'demo-winner', request_id: 'before-the-end' };
  const { json } = await postJson(`${program.base}/shake/draw`, body);
  expect(json.data.won).to.equal(true);
  await program.stop();
  const file = join(activities, 'over', 'data.json');
  const data = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...data, starts_at: inDays(-9), ends_at: inDays(-1) }));
}

/** On some of the devices: each file of tests is a process, and they run side by side. */
export function describeStates(devices: readonly (keyof typeof DEVICES)[]): void {
  describe('every state of the page', () => {
    let browser: Browser;
    let program: RunningProgram;
    let users = 0;

    before(async () => {
      const [activities, dataDir] = await Promise.all([allActivities(), tempDir()]);
      await endAfterWin(activities, dataDir);
      [browser, program] = await Promise.all([
        startBrowser(),
        startProgram({ ACTIVITIES_DIR: activities, DATA_DIR: dataDir }),
      ]);
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    for (const device of devices) {
      const { screen, fontSize, only, audited }: Device = DEVICES[device];
      describe(`on a ${device} screen`, () => {
        for (const { name, reach } of STATES.filter((state) => only?.includes(state.name) ?? true)) {
          it(name, async () => {
            const phone = await openPhone(browser, screen);
            const { page } = phone;
            if (fontSize !== undefined) {
              const devtools = await phone.context.newCDPSession(page);
              await devtools.send('Page.setFontSizes', { fontSizes: { standard: fontSize } });
            }
            const hosts = new Set<string>();
            page.on('request', (request) => hosts.add(new URL(request.url()).origin));
            try {
              await reach({
                phone,
                token: `demo-visitor-${users++}@1000`,
                base: program.base,
                open: (query) => page.goto(`${program.base}/?${query}`),
                state: (kind) => page.locator(`[data-state="${kind}"]`).waitFor(),
                text: (text) => page.getByText(text).first().waitFor(),
                tap: (label) => page.getByRole('button', { name: label }).tap(),
              });
              const widths = await loadPictures(page);
              expect(widths.filter((width) => width === 0)).to.deep.equal([]);
              expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(
                screen.viewport.width,
              );
              await phone.screenshot(`states/${device}-${name}`, 'screen');
              if (audited) await expectAccessible(page);
              expect([...hosts]).to.deep.equal([program.origin]);
              // What was put in the way is the only thing that may be complained of.
              phone.expectOnly(/ERR_|status (429|503)|\b(429|503)\b/);
            } finally {
              await phone.close();
            }
          });
        }
      });
    }
  });
}
