import { expect } from 'chai';
import { postJson } from '../../../support/http.ts';
import { DELIVERIES, deliver, refused, serveTickets } from '../deliveries.ts';
import { drawIn, inDays, putAway, type State } from './state.ts';

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

async function winTimes(times: number, base: string, token: string): Promise<void> {
  for (let draw = 0; draw < times; draw += 1) {
    const body = { activity_id: 'generous', token, request_id: `win-number-${draw}` };
    expect((await postJson(`${base}/shake/draw`, body)).json.ret).to.equal(0);
  }
}

/** What was won, and how it comes to the winner. */
export const PRIZE_STATES: readonly State[] = [
  {
    name: 'my-prizes',
    async reach(visit) {
      await drawIn('lucky', visit);
      await putAway(visit);
      await visit.tap(/^我的奖品/);
      await visit.text('今日已摇 1 次 · 累计 1 次');
      await visit.phone.page.getByRole('dialog').getByText('到店出示即可领取').waitFor();
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
      await winTimes(60, base, token);
      await open(`id=generous&token=${token}`);
      await tap(/^我的奖品 *60/);
      await phone.page.getByRole('dialog').getByRole('listitem').nth(49).scrollIntoViewIfNeeded();
      await text('已显示 60 件');
    },
  },
  {
    name: 'won-code',
    async reach(visit) {
      await deliver(visit.phone.page, () => ({
        claim: '下单时填入，30 天内有效',
        delivery: DELIVERIES.code,
      }));
      await drawIn('lucky', visit);
      await visit.text(DELIVERIES.code.code);
      await visit.text('复制兑换码');
    },
  },
  {
    name: 'won-form',
    async reach(visit) {
      const delivery = { ...DELIVERIES.wanted, until: inDays(2.5) };
      await deliver(visit.phone.page, () => ({ claim: '填写收货地址后寄出', delivery }));
      await drawIn('lucky', visit);
      await visit.text('填写领奖信息');
      await visit.text('还剩 2 天');
    },
  },
  {
    name: 'my-deliveries',
    async reach({ phone, open, tap, text, token, base }) {
      await winTimes(EACH.length, base, token);
      await deliver(phone.page, (_, index) => EACH[index] ?? {});
      await open(`id=generous&token=${token}`);
      await tap(/^我的奖品/);
      await text(DELIVERIES.code.code);
    },
  },
  {
    name: 'claim-wrong',
    async reach(visit) {
      const { page } = visit.phone;
      const delivery = { ...DELIVERIES.wanted, until: inDays(2.5) };
      await deliver(page, () => ({ delivery }));
      await page.route('**/shake/claim', (route) => route.fulfill(refused(1001, { field: 'form.phone' })));
      await drawIn('lucky', visit);
      await visit.tap('填写领奖信息');
      await page.getByLabel('姓名').fill('王小明');
      await page.getByLabel('手机号').fill('12345');
      await page.getByLabel('收货地址').fill('上海市浦东新区世纪大道 100 号');
      await visit.tap('提交');
      await visit.text('请检查手机号是否填写正确');
    },
  },
  {
    name: 'claim-received',
    async reach(visit) {
      await deliver(visit.phone.page, () => ({ delivery: { ...DELIVERIES.received, until: inDays(2.5) } }));
      await drawIn('lucky', visit);
      await visit.tap('查看领奖信息');
      await visit.text('环球金融中心');
    },
  },
  {
    name: 'ticket',
    async reach(visit) {
      await deliver(visit.phone.page, () => ({ delivery: DELIVERIES.counter }));
      await serveTickets(visit.phone.page);
      await drawIn('lucky', visit);
      await visit.tap('到店出示');
      await visit.phone.page.getByRole('img', { name: '核销二维码' }).waitFor();
    },
  },
  {
    name: 'ticket-offline',
    async reach(visit) {
      const { page } = visit.phone;
      await deliver(page, () => ({ delivery: DELIVERIES.counter }));
      await serveTickets(page, 1_500);
      await drawIn('lucky', visit);
      await visit.tap('到店出示');
      await page.getByRole('img', { name: '核销二维码' }).waitFor();
      await page.route('**/shake/*', (route) => route.abort('internetdisconnected'));
      await visit.text('连不上服务');
    },
  },
];
