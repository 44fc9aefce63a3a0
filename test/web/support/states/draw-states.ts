import { expect } from 'chai';
import type { Route } from 'playwright-core';
import { askFirst } from '../motion.ts';
import { drawIn, hold, putAway, resultOf, type State } from './state.ts';

const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;
const OTHER_STAGES = ['wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;

/** Lets the server do its work, and loses the answer. */
async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

/** Before a draw, during one, and after it. */
export const DRAW_STATES: readonly State[] = [
  {
    name: 'shake',
    async reach({ open, text, token }) {
      await open(`id=1055&token=${token}`);
      await text('剩余 3 次机会');
      await text('点我摇一摇');
    },
  },
  {
    name: 'shake-may-ask',
    async reach({ phone, open, text, token }) {
      await askFirst(phone.page, 'granted');
      await open(`id=1055&token=${token}`);
      await text('开启摇一摇');
    },
  },
  ...(OTHER_STAGES.map((stage) => ({
    name: stage.replace('_', '-'),
    async reach({ phone, open, text, token }) {
      await open(`id=${stage}&token=${token}`);
      await phone.page.locator('.art').waitFor();
      await text('不限次数');
    },
  })) satisfies readonly State[]),
  {
    name: 'shake-bare',
    async reach({ open, text, token }) {
      await open(`id=bare&token=${token}`);
      await text('不限次数');
    },
  },
  {
    name: 'shake-long-names',
    async reach({ open, text, token }) {
      await open(`id=long&token=${token}`);
      await text('剩余 3 次机会');
    },
  },
  {
    name: 'stranger',
    async reach({ open, text }) {
      await open('id=anyone');
      await text('登录后参与抽奖');
    },
  },
  {
    name: 'prizes',
    async reach({ phone, open, tap, token }) {
      await open(`id=1055&token=${token}`);
      await tap(/^全部/);
      await phone.page.getByRole('dialog', { name: '活动奖品' }).waitFor();
    },
  },
  {
    name: 'drawing',
    async reach(visit) {
      await visit.phone.page.route('**/shake/draw', hold);
      await drawIn('1055', visit);
      await visit.text('摇奖中');
    },
  },
  {
    name: 'confirming',
    async reach(visit) {
      await visit.phone.page.route('**/shake/draw', lose);
      await drawIn('1055', visit);
      await visit.text('网络不太顺畅');
      expect(await visit.phone.page.getByText('没有中奖').count()).to.equal(0);
    },
  },
  ...(TIERS.map((tier) => ({
    name: `won-${tier}`,
    async reach(visit) {
      await drawIn(tier, visit);
      await resultOf(visit, 'won');
      await visit.phone.page.locator(`[data-tier="${tier}"]`).waitFor();
    },
  })) satisfies readonly State[]),
  {
    name: 'poster',
    async reach(visit) {
      await drawIn('grand', visit);
      await visit.tap('保存海报');
      await visit.phone.page.getByRole('img', { name: '活动海报，含二维码' }).waitFor();
    },
  },
  {
    name: 'not-won',
    async reach(visit) {
      await drawIn('wide-open', visit);
      await resultOf(visit, 'not_won');
      await visit.text('再摇一次');
    },
  },
  {
    name: 'not-won-last',
    async reach(visit) {
      await drawIn('luckless', visit);
      await resultOf(visit, 'not_won');
      await visit.text('知道了');
    },
  },
  {
    name: 'no-chance-today',
    async reach(visit) {
      await drawIn('lucky', visit);
      await putAway(visit);
      await visit.text('机会已用完');
      await visit.text(/下次机会：\d+月\d+日 00:00/);
    },
  },
  {
    name: 'no-chance',
    async reach(visit) {
      await drawIn('luckless', visit);
      await putAway(visit);
      await visit.text('机会已用完');
      await visit.text('感谢参与');
    },
  },
];
