import { expect } from 'chai';
import { postJson } from '../../../support/http.ts';
import { drawIn, envelope, putAway, resultOf, type State, type Visit } from './state.ts';

/** Draws the one chance of `earn`. */
async function useUp(visit: Visit): Promise<void> {
  await drawIn('earn', visit);
  await putAway(visit);
}

async function inviteCodeOf(base: string, token: string): Promise<string> {
  const { json } = await postJson(`${base}/static`, { activity_id: 'earn', token });
  return json.data.user_draw_info.invite_code;
}

/** Another user whose name begins with the visit's. */
const friendOf = ({ token }: Visit) => `${token.split('@')[0]}-friend@1000`;

/** Further chances. */
export const EARN_STATES: readonly State[] = [
  {
    name: 'earn',
    async reach({ open, text, token }) {
      await open(`id=earn&token=${token}`);
      await text('多来几次');
      await text('还可邀 3 位');
    },
  },
  {
    name: 'not-won-earn',
    async reach(visit) {
      await drawIn('earn', visit);
      await resultOf(visit, 'not_won');
      await visit.text('邀请好友 +2 次');
    },
  },
  {
    name: 'earn-no-chance',
    async reach(visit) {
      await useUp(visit);
      await visit.text('再来一次，就差一步');
    },
  },
  {
    name: 'earn-progress',
    async reach(visit) {
      const { base, token, phone } = visit;
      await useUp(visit);
      const body = { activity_id: 'earn', token: friendOf(visit), from: await inviteCodeOf(base, token) };
      expect((await postJson(`${base}/shake/chances`, body)).json.ret).to.equal(0);
      await phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await visit.text('还可邀 2 位');
      await visit.text('含奖励 2 次');
      expect(await phone.page.locator('.friends .here').count()).to.equal(1);
    },
  },
  {
    name: 'earned',
    async reach(visit) {
      await useUp(visit);
      await visit.tap('签到');
      await visit.text('机会 +1');
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
      await text('正在自动重试');
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
    async reach(visit) {
      const { open, text, token, base, phone } = visit;
      await open(`id=earn&from=${await inviteCodeOf(base, friendOf(visit))}&token=${token}`);
      await text('已为好友助力');
      expect(phone.page.url()).to.match(/\?id=earn$/);
    },
  },
];
